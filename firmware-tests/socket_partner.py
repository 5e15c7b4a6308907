# socket: TCP and UDP with another computer, as client and as server, with each way to send and to receive.
# bench: partner
import socket
import time
import network
from bench import CALL, ECHO, HOST, PASSWORD, SSID, UDP

wlan = network.WLAN(network.WLAN.IF_STA)
wlan.active(True)
wlan.connect(SSID, PASSWORD)
while not wlan.isconnected():
    time.sleep_ms(10)


def refused(act, *arguments):
    try:
        act(*arguments)
        print("accepted")
    except OSError as error:
        print(error)


address = socket.getaddrinfo(HOST, ECHO)[0][-1]
client = socket.socket()
client.connect(address)
print(client.send(b"one\n"), client.sendall(b"two\n"), client.write(b"three\n"))
print(client.readline(), client.read(4), client.readline())
client.send(b"answer")
buffer = bytearray(4)
print(client.readinto(buffer), buffer, client.recvfrom(10)[0])
stream = client.makefile("rwb")
stream.write(b"file\n")
print(stream.readline())
client.setblocking(False)
refused(client.recv, 1)
client.settimeout(0.02)
refused(client.recv, 1)
client.settimeout(None)
client.setblocking(True)
client.send(b"last")
print(client.recv(4))
client.close()
refused(client.send, b"x")

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.settimeout(10)
print(udp.sendto(b"a datagram", socket.getaddrinfo(HOST, UDP)[0][-1]))
data, origin = udp.recvfrom(100)
print(data, origin == (HOST, UDP))
udp.connect((HOST, UDP))
print(udp.send(b"another"), udp.recv(3), len(origin))
udp.close()

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
port = 20_000 + time.ticks_us() % 20_000
server.bind(("0.0.0.0", port))
server.listen(1)
caller = socket.socket()
caller.connect((HOST, CALL))
caller.send(str(port).encode())
peer, origin = server.accept()
print(origin[0] == HOST, peer.readline())
peer.write(b"back")
print(peer.read(4))
for each in (peer, caller, server):
    each.close()

refused(socket.socket().connect, (HOST, 1))
wlan.disconnect()
wlan.active(False)
