# network.WLAN: names, codes and settings of both interfaces, joining and leaving; which networks there are is not told.
# bench: partner
import time
import network
from bench import PASSWORD, SSID
from network import WLAN


def refused(act, *arguments, **named):
    try:
        act(*arguments, **named)
        print("accepted")
    except (OSError, ValueError, TypeError) as error:
        print(type(error).__name__, error)


def settled(wlan):
    while wlan.status() == network.STAT_CONNECTING:
        time.sleep_ms(10)
    return wlan.status()


print(sorted([name for name in dir(network) if name.startswith("STAT_")]))
print(network.STAT_IDLE, network.STAT_CONNECTING, network.STAT_GOT_IP)
print(network.STAT_CONNECT_FAIL, network.STAT_NO_AP_FOUND, network.STAT_WRONG_PASSWORD)
print(network.STA_IF, network.AP_IF, WLAN.IF_STA, WLAN.IF_AP, WLAN.SEC_OPEN, WLAN.SEC_WPA_WPA2)

sta = WLAN(WLAN.IF_STA)
print(sta is WLAN(network.STA_IF), sta is WLAN())
sta.active(False)
print(sta.active(), sta.isconnected(), sta.status() == network.STAT_IDLE, sta)
refused(sta.scan)
refused(sta.connect, "Lab", "")
sta.active(True)
print(sta.active(), len(sta.config("mac")), sta.config("pm") == WLAN.PM_PERFORMANCE)
refused(sta.config, "nonsense")
refused(sta.config, "mac", "ssid")
refused(sta.status, "nonsense")
refused(sta.status, "stations")
refused(sta.ifconfig, ("192.0.2.1", "255.255.255.0"))
found = sta.scan()
print(type(found), all([len(each) == 6 and isinstance(each[0], bytes) and len(each[1]) == 6 for each in found]))
print(all([1 <= channel <= 14 and -100 < rssi < 0 for _, _, channel, rssi, _, _ in found]))

sta.connect(SSID, PASSWORD)
print(settled(sta) == network.STAT_GOT_IP, sta.isconnected(), sta.config("ssid") == SSID)
print(-100 < sta.status("rssi") < 0)
address, netmask, gateway, dns = sta.ifconfig()
print(len(address.split(".")), sta.ipconfig("addr4") == (address, netmask), sta.ipconfig("gw4") == gateway)
print(sta.ipconfig("dhcp4"), sta.ipconfig("has_dhcp4"))
print(str(sta)[:14])
sta.ifconfig(("192.0.2.7", "255.255.255.0", "192.0.2.1", "192.0.2.53"))
print(sta.ifconfig(), network.ipconfig("dns"), sta.ipconfig("dhcp4"))
sta.ifconfig("dhcp")
sta.disconnect()
print(sta.isconnected(), sta.status() == network.STAT_IDLE)
sta.active(False)

ap = WLAN(WLAN.IF_AP)
ap.config(ssid="conformance", password="a long secret", channel=6)
ap.active(True)
print(ap.active(), ap.config("ssid"), ap.config("channel"), ap.status("stations"), ap.isconnected())
print(ap.ifconfig()[0])
ap.active(False)
print(ap.active())

network.country("DE")
print(network.country(), network.hostname())
network.hostname("bench")
print(network.hostname())
refused(network.country, "DEU")
refused(network.hostname, "x" * 33)
print(type(network.route()), sta.deinit(), sta.isconnected())
