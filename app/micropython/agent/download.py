"""Sends files to Bramble, as one stream on standard output.

First the sizes of all files, in lines (each begins with RS) of f and a number; then for each file d, a length, a comma and marks, followed by
that many bytes, again and again, and h and the SHA-256. EOT would end the output: the bytes have ESC in its place. The marks tell which ESC is one: in hexadecimal,
after a first 1, a bit for each ESC, 1 where it was EOT. ! and an errno ends it all. It uses no
name that a program may have changed in `__main__`. Run on MicroPython 1.28 and 1.29.
"""


def _bramble(paths):
    from binascii import hexlify
    from builtins import int, len
    import hashlib, io, os, sys

    def say(text):
        sys.stdout.write("\x1e" + text + "\n")

    write = sys.stdout.buffer.write
    try:
        for path in paths:
            mode = os.stat(path)
            if mode[0] & 0x4000:
                raise OSError(21)
            say("f%d" % mode[6])
        for path in paths:
            hash = hashlib.sha256()
            with io.open(path, "rb") as file:
                while 1:
                    data = file.read(4096)
                    if not data:
                        break
                    hash.update(data)
                    marks = "1".join(["0" * part.count(b"\x1b") for part in data.split(b"\x04")])
                    say("d%d,%x" % (len(data), int("1" + marks, 2)))
                    write(data.replace(b"\x04", b"\x1b"))
            say("h" + hexlify(hash.digest()).decode())
    except OSError as error:
        say("!%d" % error.args[0])
