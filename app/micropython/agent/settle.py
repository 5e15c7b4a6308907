"""Ends a change of several files that was staged on the board: completes it, or takes it back.

Staged files are called .bramble-sync.0, .bramble-sync.1 and so on, at the top of their file system. When all are whole, the journal
.bramble-sync.journal is renamed into place, and from then on the change counts. Each of its lines is a JSON array: x, a path and
whether a folder is to go there (else a file); d and a folder to make; m, a path and the number of the staged file that becomes
it. Each may be done twice without harm, so that whoever is interrupted begins again. Without a journal, what is staged is removed.

Answers are lines that begin with RS, JSON: c and how many lines of the journal there were, b and how many staged files
were removed (kept as _bramble_left until the host has heard it), f, a path and an errno for a line that could not be done. It uses no name that a program may have changed in `__main__`.
Run on MicroPython 1.28 and 1.29.
"""


def _bramble(base):
    import io, json, os, sys

    def say(value):
        sys.stdout.write("\x1e" + json.dumps(value) + "\n")

    def kind(path):
        try:
            return os.stat(path)[0] & 0x4000
        except OSError as error:
            if error.args[0] != 2:
                raise

    def remove(path):
        if kind(path):
            for name in os.listdir(path):
                remove(path + "/" + name)
            os.rmdir(path)
        else:
            os.remove(path)

    def perform(step, path, number):
        here = kind(path)
        if step == "x":
            if here is not None and (here > 0) == number:
                remove(path)
        elif step == "d":
            if here is None:
                os.mkdir(path)
        elif kind(stem + str(number)) is not None:
            try:
                os.rename(stem + str(number), path)
            except OSError as error:
                # FAT does not rename over a file.
                if error.args[0] != 17:
                    raise
                os.remove(path)
                os.rename(stem + str(number), path)

    stem = base + "/.bramble-sync."
    count = 0
    found = "b"
    try:
        with io.open(stem + "journal") as journal:
            found = "c"
            for line in journal:
                count += 1
                step, path, number = json.loads(line)
                try:
                    perform(step, path, number)
                except OSError as error:
                    say(["f", path, error.args[0]])
                    # With no room, what is staged stays for another try.
                    if error.args[0] == 28:
                        return
        os.remove(stem + "journal")
    except OSError as error:
        if error.args[0] != 2:
            raise
    for name in os.listdir(base or "/"):
        if name.startswith(".bramble-"):
            os.remove(base + "/" + name)
            if found == "b":
                count += 1
    if count:
        # For whoever connects next, if nobody hears it now.
        globals()["_bramble_left"] = [found, count]
        say([found, count])
