# WDT: what it refuses. Starving it is tested elsewhere, for it ends the program.
from machine import WDT


def refused(act, *args, **named):
    try:
        act(*args, **named)
        print("accepted")
    except Exception as error:
        print(type(error).__name__, error)


refused(WDT, timeout=99999)
refused(WDT, 1)
refused(WDT, 0, 8389)
