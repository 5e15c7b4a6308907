# os and sys: a board's files, its room, its name, and how a program ends.
import os
import sys

system = os.uname()
print(system.sysname, system.nodename, system.machine == sys.implementation._machine, sys.platform)
block, _, blocks, free = os.statvfs("/")[:4]
print(block, blocks, 0 < free <= blocks)
print(len(os.urandom(8)), os.urandom(8) != os.urandom(8))

os.mkdir("/conformance")
os.chdir("/conformance")
print(os.getcwd(), os.listdir())
with open("a.txt", "w") as file:
    print(file.write("one\ntwo\n"))
with open("a.txt") as file:
    print(file.readline(), file.read(), file.read())
with open("a.txt", "ab") as file:
    file.write(b"\x00\xff")
with open("a.txt", "rb") as file:
    print(file.seek(-2, 2), file.read(), file.tell())
os.rename("a.txt", "b.txt")
os.sync()
print([entry[:2] for entry in os.ilistdir()], os.stat("b.txt")[6], os.stat(".")[0] == 0x4000)


def refused(act, *arguments):
    try:
        act(*arguments)
        print("accepted")
    except OSError as error:
        print(error)


refused(open, "a.txt")
refused(os.remove, "a.txt")
refused(os.mkdir, "/conformance")
refused(os.rmdir, "/conformance")
refused(os.listdir, "/nowhere")
refused(os.chdir, "/nowhere")
refused(open, "/nowhere/a", "w")
refused(open, "/conformance", "w")
os.unlink("b.txt")
os.chdir("/")
os.rmdir("/conformance")
print("conformance" in os.listdir("/"))
try:
    sys.exit(3)
except SystemExit as error:
    print(error.args)
try:
    {}["missing"]
except KeyError as error:
    sys.print_exception(error, sys.stdout)
