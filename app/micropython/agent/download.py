"""Sends files to Bramble, as one stream on standard output.

First the sizes of all files, in lines (each begins with RS) of f and a number; then for each file d and a length, followed by
that many bytes, again and again, and h and the SHA-256. In the bytes, EOT (which would end the output) and the escape are escaped. ! and an errno ends it all. It uses no
name that a program may have changed in `__main__`. Run on MicroPython 1.28 and 1.29.
"""


def _bramble(paths):
    from binascii import hexlify
    from builtins import len
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
                    data = file.read(2048)
                    if not data:
                        break
                    hash.update(data)
                    data = data.replace(b"\x1b", b"\x1be").replace(b"\x04", b"\x1bt")
                    say("d%d" % len(data))
                    write(data)
            say("h" + hexlify(hash.digest()).decode())
    except OSError as error:
        say("!%d" % error.args[0])
