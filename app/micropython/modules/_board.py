"""Makes a Pico W of MicroPython's WASM image, before any program runs: streams, names, files, clock, input.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import builtins
import collections
import hashlib
import io
import sys

import _host
import micropython
import uctypes
import uos
import utime
import vfs

import __main__
import _dupterm
import _hashes
import _modules
import _scheduler
from _image import give, put_word, replace

_MACHINE = "Raspberry Pi Pico W (simulated) with RP2040"
_BUILD = "RPI_PICO_W"
# Bytecode version 6 for an ARMv6-M, as a Pico W says.
_MPY = 4870

_NOT_A_BOARDS = ("__class__", "__dict__", "__name__", "pystack_use")

image_collect = _scheduler.image_collect
terminal_write = _dupterm.write
terminal_read = _dupterm.read


def _set_streams() -> None:
    """Gives each stream the file number by which its owner tells it from the REPL's own output: `{object, number}`."""
    for stream, number in (
        (sys.stdout, 5),
        (sys.stdin.buffer, 3),
        (sys.stdout.buffer, 4),
        (sys.stderr.buffer, 4),
    ):
        put_word(id(stream) + 4, number)


def _set_names() -> None:
    """The board's names in `sys`, `os.uname` and the banner."""
    version = ".".join(str(part) for part in sys.implementation.version[:3])
    language, full = sys.version.split("; ")
    date = full.split(" on ")[1]
    _host.rename("; " + sys.implementation._machine, "; " + _MACHINE)
    _host.rename(full, f"MicroPython v{version} on {date}")
    implementation = collections.namedtuple("", ("name", "version", "_machine", "_mpy", "_build", "_thread"))
    replace(
        sys,
        "implementation",
        implementation("micropython", sys.implementation.version, _MACHINE, _MPY, _BUILD, "unsafe"),
    )
    replace(sys, "version", f"{language}; MicroPython v{version} on {date}")
    replace(sys, "platform", "rp2")

    names = collections.namedtuple("", ("sysname", "nodename", "release", "version", "machine"))
    uname = names("rp2", "rp2", version, f"v{version} on {date} (GNU 14.2.0 MinSizeRel)", _MACHINE)
    _set_os(lambda: uname)


class _FileSystem:
    def __init__(self, *settings, **named):
        raise NotImplementedError("the simulated board's flash is a folder; no other file system is simulated")


class VfsFat(_FileSystem):
    """The FAT file system, for SD cards."""


class VfsLfs2(_FileSystem):
    """The file system of a board's flash."""


def _set_vfs() -> None:
    give(vfs, {"mount": vfs.mount, "umount": vfs.umount, "VfsFat": VfsFat, "VfsLfs2": VfsLfs2})


def _set_os(uname) -> None:
    image_ilistdir = uos.ilistdir
    image_mounts = vfs.mount
    image_stat = uos.stat

    def ilistdir(path="."):
        """Like a board's: no inodes, but sizes, and neither for what is mounted."""
        prefix = path if path.endswith("/") else path + "/"
        mounted = [place for _, place in image_mounts()]
        found = []
        for name, kind, _ in image_ilistdir(path):
            if prefix + name in mounted:
                found.append((name, kind, 0))
                continue
            found.append((name, kind, 0, image_stat(prefix + name)[6] if kind == 0x8000 else 0))
        return iter(found)

    def urandom(count):
        data = bytearray(count)
        _host.random(uctypes.addressof(data), count)
        return bytes(data)

    contents = {
        name: getattr(uos, name)
        for name in (
            "chdir",
            "getcwd",
            "listdir",
            "mkdir",
            "mount",
            "remove",
            "rename",
            "rmdir",
            "sep",
            "stat",
            "statvfs",
            "umount",
            "unlink",
        )
    }
    contents["VfsFat"] = VfsFat
    contents["VfsLfs2"] = VfsLfs2
    contents["uname"] = uname
    contents["ilistdir"] = ilistdir
    contents["urandom"] = urandom
    contents["sync"] = lambda: None
    contents["dupterm"] = _dupterm.dupterm
    give(uos, contents)
    # As an attribute: a name so long and unknown to the image is no key that `dir` finds.
    uos.dupterm_notify = _dupterm.dupterm_notify
    sys.modules["os"] = uos


def _set_time() -> None:
    """Sleeps that neither spin nor miss Ctrl-C: an interrupt arrives at a loop's backward jump."""
    # Each call out costs a cold processor some 30 microseconds: a sleep is one.
    wait = _host.sleep
    host_ticks_us = _host.ticks_us
    host_time = _host.time

    def sleep_ms(ms):
        while ms > 0:
            ms = wait(ms)

    def sleep(seconds):
        sleep_ms(seconds * 1000)

    def sleep_us(us):
        sleep_ms(us / 1000)

    def ticks_us():
        return host_ticks_us()

    def time():
        return host_time()

    for function in (sleep, sleep_ms, sleep_us, ticks_us, time):
        replace(utime, function.__name__, function)
    replace(utime, "ticks_cpu", ticks_us)
    sys.modules["time"] = utime


def _set_micropython() -> None:
    """Leaves out what only the image has; the buffer for exceptions in interrupts is not needed here."""
    give(micropython, {name: getattr(micropython, name) for name in dir(micropython) if name not in _NOT_A_BOARDS})
    micropython.alloc_emergency_exception_buf = lambda size: None


def _set_hashes() -> None:
    give(hashlib, {"sha256": hashlib.sha256, "sha1": _hashes.sha1, "md5": _hashes.md5})


def _set_input() -> None:
    read_line = _host.read_line

    def input(prompt=""):
        print(prompt, end="")
        _host.begin_line()
        while True:
            line = read_line()
            if line == "\0":
                raise EOFError
            if line is not None:
                return line

    builtins.input = input

    image_kbd_intr = micropython.kbd_intr

    def kbd_intr(character):
        image_kbd_intr(character)
        _host.kbd_intr(character)

    replace(micropython, "kbd_intr", kbd_intr)


def _set_tracebacks() -> None:
    """Leaves Bramble's lines out of `sys.print_exception` to a stream; the console leaves them out by itself."""
    image_print_exception = sys.print_exception

    def print_exception(error, stream=sys.stdout):
        if stream is sys.stdout:
            image_print_exception(error)
            return
        text = io.StringIO()
        image_print_exception(error, text)
        for line in text.getvalue().split("\n")[:-1]:
            if not line.startswith('  File "<board:'):
                stream.write(line + "\n")

    replace(sys, "print_exception", print_exception)


def prepare() -> None:
    """Called once, after the image was loaded."""
    _set_streams()
    _set_names()
    _set_time()
    _set_vfs()
    _set_hashes()
    _set_input()
    _set_tracebacks()
    _modules.set_modules()
    _modules.set_help()
    _scheduler.set_schedule()
    _scheduler.set_heap()
    _set_micropython()


def finish() -> None:
    """Called once, when the board's thread has learnt what it needs: leaves no trace in `sys`."""
    sys.path[:] = ["", ".frozen", "/lib"]
    del sys.modules["_host"]
    for name, module in list(sys.modules.items()):
        if name != __name__ and getattr(module, "__file__", "").startswith("<board:"):
            del sys.modules[name]


def run_file(name: str) -> None:
    """Runs a program as `main.py` is run, and tells the outcome (`fileOutcome` in host-module.ts)."""
    outcome = 0
    try:
        execfile(name, __main__.__dict__)  # noqa: F821
    except SystemExit:
        outcome = 2
    except BaseException as error:
        outcome = 1
        sys.print_exception(error)
    _host.finished(outcome)


def run_callbacks() -> None:
    """Lets the interpreter call what waits: it looks at a loop's backward jump."""
    for _ in range(2):
        pass


def check_source() -> None:
    """Tells the line of the first syntax error in the source that the owner holds; 0 for none."""
    try:
        compile(_host.source(), "<stdin>", "exec")
        _host.report_line(0)
    except SyntaxError as error:
        text = io.StringIO()
        sys.print_exception(error, text)
        _host.report_line(int(text.getvalue().split("line ")[1].split("\n")[0]))
