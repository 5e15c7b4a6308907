"""Mounts a folder of the computer as /remote: its file system asks Bramble over standard output and reads the answers from standard input.

A question is CAN (0x18), BR, four hexadecimal digits of a length, and that many bytes: a JSON array, a line feed, and bytes. An answer is CAN
and a frame as in upload.py, whose content is built the same way: an array, or the number of an OSError, or both when there is something else that
may be asked next. Ctrl-C interrupts as always: what is on its way is then read up to a mark that Bramble sends when it is told (!). What was typed before an answer
is given back (y). Nothing else is asked of the board while it waits. Run on MicroPython 1.28 and 1.29.
"""


def _bramble():
    from builtins import bytes, len, max, min, range
    import gc, io, json, os, sys

    read = sys.stdin.buffer.read
    write = sys.stdout.buffer.write

    def say(head, body=b""):
        head = json.dumps(head).encode()
        write(("\x18BR%04x" % (len(head) + 1 + len(body))).encode() + head + b"\n" + body)

    def answer():
        early = b""
        while 1:
            data = read(1)
            if data == b"\x18":
                break
            early += data
        kind, part, a, b, c = read(5)
        data = read((a - 32) * 4096 + (b - 32) * 64 + c - 32)
        if part:
            part = part * 8 + 1
            data = b"".join([data[at + 1 : at + part].replace(data[at : at + 1], b"\x03") for at in range(0, len(data), part)])
        if early:
            say(["y"], early)
        end = data.find(b"\n")
        return json.loads(data[:end]), data[end + 1 :]

    def ask(*head, body=b""):
        try:
            say(head, body)
            head, data = answer()
        except KeyboardInterrupt:
            say(["!"])
            tail = b""
            while tail != b"\x18!bramble!\x18":
                tail = (tail + read(1))[-11:]
            raise
        if not isinstance(head, list):
            raise OSError(head)
        return head, data

    def room():
        gc.collect()
        return max(256, min(16384, gc.mem_free() // 6))

    class File(io.IOBase):
        def __init__(self, path, mode):
            self.text = "b" not in mode
            head, self.held = ask("open", path, mode, room())
            self.number, self.left = head
            self.left -= len(self.held)
            # Where in what is held the next byte is: slices would litter the heap while the compiler reads.
            self.at = 0
            self.written = mode[0] != "r" or "+" in mode
            self.open = True

        def __enter__(self):
            return self

        def __exit__(self, a, b, c):
            self.close()

        def __iter__(self):
            return self

        def __next__(self):
            line = self.readline()
            if not line:
                raise StopIteration
            return line

        def fill(self):
            # A file that is only read has a known end; one that is written too is asked for.
            if self.left > 0 or self.written:
                head, data = ask("read", self.number, room())
                self.left -= len(data)
                self.held = self.held[self.at :] + data if self.at < len(self.held) else data
                self.at = 0
                return data

        def take(self, count):
            data = self.held[self.at : self.at + count]
            self.at += len(data)
            return data

        def readinto(self, buffer):
            # Whole: the compiler takes a short read for the end.
            done = 0
            while done < len(buffer) and (self.at < len(self.held) or self.fill()):
                count = min(len(buffer) - done, len(self.held) - self.at)
                memoryview(buffer)[done : done + count] = memoryview(self.held)[self.at : self.at + count]
                self.at += count
                done += count
            return done

        def read(self, count=-1):
            if count is None or count < 0:
                while self.fill():
                    pass
                count = len(self.held) - self.at
            while len(self.held) - self.at < count and self.fill():
                pass
            if self.text:
                # No character is cut.
                while 1:
                    if len(self.held) - self.at <= count and not self.fill():
                        break
                    if self.held[self.at + count] & 0xC0 != 0x80:
                        break
                    count += 1
            data = self.take(count)
            return data.decode() if self.text else data

        def readline(self, limit=-1):
            while 1:
                end = self.held.find(b"\n", self.at) + 1
                if end or not self.fill():
                    break
            data = self.take((end or len(self.held)) - self.at)
            return data.decode() if self.text else data

        def readlines(self):
            return list(self)

        def write(self, data):
            if self.text and isinstance(data, str):
                data = data.encode()
            data = memoryview(data)
            if self.at < len(self.held):
                self.seek(0, 1)
            for at in range(0, len(data), 4096):
                ask("write", self.number, body=bytes(data[at : at + 4096]))
            return len(data)

        def seek(self, offset, whence=0):
            if whence == 1:
                offset -= len(self.held) - self.at
            self.held = b""
            self.at = 0
            head, data = ask("seek", self.number, offset, whence)
            position, self.left = head
            return position

        def tell(self):
            return self.seek(0, 1)

        def flush(self):
            pass

        def ioctl(self, request, argument):
            if request == 4:
                self.close()
                return 0
            # How much is read at a time by the compiler.
            return 255 if request == 11 else -1

        def close(self):
            if self.open:
                self.open = False
                if self.written:
                    ask("close", self.number)
                else:
                    say(["close", self.number])

    class Remote:
        def __init__(self):
            self.folder = "/"
            self.hint = None

        def full(self, path):
            self.hint = None
            return path if path[:1] == "/" else self.folder + path

        def mount(self, readonly, mkfs):
            pass

        def umount(self):
            pass

        def getcwd(self):
            return self.folder[:-1]

        def chdir(self, path):
            path = self.full(path)
            if path != "/":
                head, data = ask("chdir", path)
                path = head[0] + "/"
            self.folder = path

        def stat(self, path):
            hint = self.hint
            path = self.full(path)
            if hint and hint[0] == path:
                mode, size, time = hint[1:]
            else:
                head, data = ask("stat", path)
                if not head[0]:
                    # An import asks for the module's file next.
                    self.hint = head[1]
                    raise OSError(2)
                mode, size, time = head
            return (mode, 0, 0, 0, 0, 0, size, time, time, time)

        def statvfs(self, path):
            return (4096, 4096, 0, 0, 0, 0, 0, 0, 0, 255)

        def ilistdir(self, path):
            head, data = ask("list", self.full(path))
            for name, mode, size in head:
                yield (name, mode, 0, size)

        def open(self, path, mode):
            return File(self.full(path), mode)

        def mkdir(self, path):
            ask("mkdir", self.full(path))

        def remove(self, path):
            ask("remove", self.full(path))

        def rmdir(self, path):
            ask("rmdir", self.full(path))

        def rename(self, path, other):
            ask("rename", self.full(path), self.full(other))

    os.mount(Remote(), "/remote")
    os.chdir("/remote")
