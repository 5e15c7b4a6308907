"""Drives the board half of Thonny without its windows: `python thonny_backend.py PORT`, with the Python that has Thonny.

Starts Thonny's process for RP2040 boards as Thonny does, takes a JSON object a line from standard input, a message of
`thonny.common` each (`{"kind": "ToplevelCommand", "name": ...}`), and answers with a line: what the board printed until the
command was done, and the response. With `"when": TEXT, "reply": MESSAGE` that message is sent once the text was printed. The
first line comes by itself, when Thonny took the board.
"""

import json
import subprocess
import sys

from thonny import common
from thonny.plugins.rp2040 import rp2040_back

# What Thonny gives its process for a board of this kind.
SETTINGS = {
    "clean": True,
    "interrupt_on_connect": True,
    "dtr": None,
    "rts": None,
    "submit_mode": "raw_paste",
    "write_block_size": 64,
    "write_block_delay": None,
    "proxy_class": "RP2040BackendProxy",
    "sync_time": True,
    "validate_time": False,
    "local_rtc": True,
}


def jsonable(value):
    """Gives what JSON can hold of a message; bytes become text."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [jsonable(item) for item in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


class Backend:
    """Thonny's process, and what is said to it."""

    def __init__(self, port):
        arguments = [sys.executable, "-u", rp2040_back.__file__, repr({**SETTINGS, "port": port})]
        self.process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        self.sent = 0

    def send(self, kind, **fields):
        """Sends a message of that class."""
        self.sent += 1
        if kind.endswith("Command"):
            fields.setdefault("id", self.sent)
        if "content_bytes" in fields:
            fields["content_bytes"] = fields["content_bytes"].encode("latin-1")
        message = getattr(common, kind)(**fields)
        self.process.stdin.write(common.serialize_message(message) + "\n")
        self.process.stdin.flush()

    def answer(self, when=None, reply=None):
        """Reads until a command is done."""
        printed = {"stdout": "", "stderr": ""}
        while True:
            line = common.read_one_incoming_message_str(self.process.stdout.readline)
            if line == "":
                return {"printed": printed, "response": {"ended": self.process.wait()}}
            if not line.startswith(common.MESSAGE_MARKER):
                continue
            message = common.parse_message(line)
            if message.event_type == "ProgramOutput":
                printed[message["stream_name"]] += message["data"]
                if when is not None and when in printed["stdout"]:
                    self.send(**reply)
                    when = None
            elif isinstance(message, (common.ToplevelResponse, common.InlineResponse)):
                return {"printed": printed, "response": jsonable(vars(message))}


def main(port):
    """Serves until standard input ends."""
    backend = Backend(port)
    try:
        print(json.dumps(backend.answer()), flush=True)
        for line in sys.stdin:
            message = json.loads(line)
            when, reply = message.pop("when", None), message.pop("reply", None)
            backend.send(**message)
            print(json.dumps(backend.answer(when, reply)), flush=True)
    finally:
        backend.process.kill()
        backend.process.wait()


main(sys.argv[1])
