# bench: simulated only
# bluetooth and aioble, which a real Pico W has: here they can be imported, and say that they are not simulated.
import aioble
import bluetooth


def refused(act):
    try:
        act()
        print("accepted")
    except NotImplementedError as error:
        print("NotImplementedError", error)


print(bluetooth.UUID(0x181A), bluetooth.UUID(0x181A) == bluetooth.UUID(0x181A))
print(bluetooth.FLAG_READ, bluetooth.FLAG_WRITE, bluetooth.FLAG_NOTIFY)
refused(bluetooth.BLE)
refused(lambda: aioble.advertise)
refused(lambda: aioble.scan)
