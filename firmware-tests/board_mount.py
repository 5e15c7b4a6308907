# os.mount and os.umount: a file system of one's own at a place of the board's, as mpremote's is.
import io
import os


class Files:
    def __init__(self, files):
        self.files = files

    def mount(self, readonly, mkfs):
        print("mounted", readonly, mkfs)

    def umount(self):
        print("taken off")

    def chdir(self, path):
        print("chdir", path)

    def getcwd(self):
        return "/"

    def ilistdir(self, path):
        return iter([(name, 0x8000, 0) for name in sorted(self.files)])

    def stat(self, path):
        name = path.strip("/")
        if name not in self.files:
            raise OSError(2)
        return (0x8000, 0, 0, 0, 0, 0, len(self.files[name]), 0, 0, 0)

    def open(self, path, mode):
        if path.strip("/") not in self.files:
            raise OSError(2)
        return io.StringIO(self.files[path.strip("/")])

    def remove(self, path):
        del self.files[path.strip("/")]


files = Files({"one.txt": "first\n", "two.py": "VALUE = 2\n"})
os.mount(files, "/conformance", readonly=True)
print("conformance" in os.listdir("/"), os.listdir("/conformance"), os.stat("/conformance/one.txt")[6])
with open("/conformance/one.txt") as file:
    print(file.read())
os.remove("/conformance/one.txt")
print(os.listdir("/conformance"))
try:
    open("/conformance/one.txt")
except OSError as error:
    print(error)
try:
    os.mount(files, "/conformance")
except OSError as error:
    print(error)
os.umount("/conformance")
try:
    os.umount("/conformance")
except OSError as error:
    print(error)
print("conformance" in os.listdir("/"))
