# os.dupterm: a stream that gets what is printed, what it gives as input, and how it is taken off.
import io
import os
import sys


class Stream(io.IOBase):
    def __init__(self, typed=b""):
        self.got = bytearray()
        self.typed = typed
        self.closed = False

    def write(self, data):
        self.got.extend(data)
        return len(data)

    def readinto(self, target):
        if not self.typed:
            return None
        target[0] = self.typed[0]
        self.typed = self.typed[1:]
        return 1

    def ioctl(self, request, argument):
        if request == 4:
            self.closed = True
        return 0


class Failing(Stream):
    def write(self, data):
        raise OSError(5)


def refused(*args):
    try:
        os.dupterm(*args)
        print("accepted")
    except Exception as error:
        print(type(error).__name__, error)


first = Stream()
second = Stream()
print(os.dupterm(None), os.dupterm(first))
print("both")
print(os.dupterm(second, 0) is first)
print(os.dupterm(None) is second)
print(bytes(first.got), bytes(second.got))

os.dupterm(Stream(b"typed"))
print(sys.stdin.read(5))
os.dupterm(None)

failing = Failing()
os.dupterm(failing)
print("said")
print(os.dupterm(None), failing.closed)

refused(5)
refused(None, 1)
print(os.dupterm_notify(None))
