"""Receives files from Bramble, as one stream of frames on standard input.

A frame is a kind (z deflated, p plain, e end of the stream), the length of its parts in units of 8 (0 for no parts), three digits of
its length in base 64 from a space on, for z three more of the length that it inflates to, and its bytes. Each part begins with a byte
that stands for Ctrl-C in it. So no frame holds Ctrl-C, which interrupts as always. All frames of kind z are one deflated stream, flushed at the end of each. The stream in the
frames is, for each file, a head (length of the path, size, first half of the SHA-256), the path, and the bytes; a size of 0xffffffff means a
folder. Each file is written to a temporary name and renamed when its hash is right.

Answers are lines that begin with RS: r, the free bytes and the bits of the window to deflate with (ready, two frames may come), + (one more may
come), k (a file is in place), ! and an errno, x (the stream is damaged), n (not on this board, or too little memory). Who is interrupted leaves the
path as _bramble_left. It uses no name that a program may have changed in `__main__`. Run on MicroPython 1.28 and 1.29; needs `deflate`,
thus 1.21.
"""


def _bramble(folder):
    from builtins import len, min, range
    import gc, io, micropython, os, struct, sys

    def say(text):
        sys.stdout.write("\x1e" + text + "\n")

    try:
        import deflate, hashlib

        gc.collect()
        room = gc.mem_free()
        if room < 65536:
            return say("n")
        room = 14 if room > 98304 else 12
        space = os.statvfs(folder)
        say("r%d,%d" % (space[1] * space[4], room))
    except OSError as error:
        return say("!%d" % error.args[0])
    except ImportError:
        return say("n")
    read = sys.stdin.buffer.read
    held = io.BytesIO()
    inflater = deflate.DeflateIO(held, deflate.RAW, room)
    source = None
    path = ""
    # Of the frame under way: what is still to come of it, and where its bytes end in what the inflater reads.
    left = end = 0

    def number():
        a, b, c = read(3)
        return (a - 32) * 4096 + (b - 32) * 64 + c - 32

    def pull(limit):
        nonlocal source, left, end
        while not left:
            source = None
            kind, part = read(2)
            size = number()
            if kind == 101:
                raise EOFError
            if kind == 122:
                left = number()
            data = read(size)
            say("+")
            if part:
                part = part * 8 + 1
                data = b"".join([data[at + 1 : at + part].replace(data[at : at + 1], b"\x03") for at in range(0, len(data), part)])
            if kind == 122:
                # The flush at the end of the frame before is not read yet.
                data = held.read(end - held.tell()) + data
                held.seek(0)
                held.write(data)
                held.seek(0)
                end = len(data)
                source = inflater
            elif kind == 112:
                left = len(data)
                source = io.BytesIO(data)
            else:
                raise ValueError
            data = None
        try:
            data = source.read(min(limit, left))
        except OSError:
            raise ValueError
        if not data:
            raise ValueError
        left -= len(data)
        return data

    def exactly(count):
        data = b""
        while len(data) < count:
            data += pull(count - len(data))
        return data

    def tidy(file, temporary, done):
        if not done:
            file.close()
            try:
                os.remove(temporary)
            except OSError:
                pass

    def receive(path, size, digest):
        try:
            mode = os.stat(path)[0] & 0x4000
        except OSError as error:
            if error.args[0] != 2:
                raise
            mode = None
        if size == 0xFFFFFFFF:
            if mode is None:
                os.mkdir(path)
            elif not mode:
                raise OSError(20)
            return
        if mode:
            raise OSError(21)
        temporary = path[: path.rfind("/") + 1] + ".bramble-upload.tmp"
        done = 0
        file = io.open(temporary, "wb")
        try:
            hash = hashlib.sha256()
            while size:
                data = pull(min(size, 2048))
                hash.update(data)
                file.write(data)
                size -= len(data)
            file.close()
            if hash.digest()[:16] != digest:
                raise ValueError
            try:
                os.rename(temporary, path)
            except OSError as error:
                # FAT does not rename over a file.
                if error.args[0] != 17:
                    raise
                os.remove(path)
                os.rename(temporary, path)
            done = 1
        finally:
            # Whoever stops a board sends Ctrl-C more than once: a second one must not end the tidying. One that waits already is
            # raised at the next jump, which is in this try; no other comes after it.
            try:
                micropython.kbd_intr(-1)
                tidy(file, temporary, done)
            except KeyboardInterrupt:
                tidy(file, temporary, done)
                micropython.kbd_intr(3)
                raise
            micropython.kbd_intr(3)

    try:
        while 1:
            length, size, digest = struct.unpack("<HI16s", exactly(22))
            path = exactly(length).decode()
            receive(path, size, digest)
            say("k")
    except EOFError:
        return
    except KeyboardInterrupt:
        globals()["_bramble_left"] = path
        raise
    except OSError as error:
        say("!%d" % error.args[0])
    except MemoryError:
        say("n")
    except ValueError:
        say("x")
    # What is on its way must not reach the raw prompt.
    source = held = inflater = None
    while 1:
        kind = read(2)[0]
        size = number()
        if kind == 101:
            return
        if kind == 122:
            number()
        while size > 0:
            size -= len(read(min(size, 256)))
