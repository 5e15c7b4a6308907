# socket without Wi-Fi: constants, time limits, addresses, and the error numbers of a Pico W.
import network
import select
import socket
import time

for interface in (network.WLAN.IF_STA, network.WLAN.IF_AP):
    network.WLAN(interface).active(False)
print(socket.AF_INET, socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOL_SOCKET, socket.SO_REUSEADDR)


def refused(act, *arguments):
    try:
        act(*arguments)
    except (OSError, ValueError, TypeError) as error:
        print(type(error).__name__, error)


udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
refused(udp.sendto, b"x", ("192.0.2.1", 9))
refused(udp.bind, ("not an address", 1))
udp.bind(("", 42137))
udp.settimeout(0)
refused(udp.recv, 1)
udp.settimeout(0.05)
start = time.ticks_ms()
refused(udp.recvfrom, 1)
print(45 < time.ticks_diff(time.ticks_ms(), start) < 1000)
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
refused(other.bind, ("", 42137))
udp.close()
refused(udp.recv, 1)

tcp = socket.socket()
refused(tcp.connect, ("192.0.2.1", 80))
poller = select.poll()
poller.register(tcp)
print(poller.poll(0)[0][1] == select.POLLHUP)
tcp.close()
print(socket.getaddrinfo("192.0.2.1", 80)[0][-1])
refused(socket.getaddrinfo, "micropython.org", 80)
