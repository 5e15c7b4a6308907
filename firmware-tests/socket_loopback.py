# bench: simulated only
# socket: a server and a client in one program, with each way to send and to receive.
import random
import socket
import time
import network

wlan = network.WLAN(network.WLAN.IF_STA)
wlan.active(True)
wlan.connect("Lab", "")
while not wlan.isconnected():
    time.sleep_ms(10)

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
while True:
    # Another program of the computer may have it.
    address = socket.getaddrinfo("127.0.0.1", 20_000 + random.getrandbits(14))[0][-1]
    try:
        server.bind(address)
        break
    except OSError:
        pass
server.listen(1)
client = socket.socket()
client.connect(address)
peer, origin = server.accept()
print(origin[0])

print(client.send(b"one\n"), client.sendall(b"two\n"), client.write(b"three\n"))
print(peer.readline(), peer.recv(4), peer.read(6))
stream = peer.makefile("rwb")
stream.write(b"answer")
buffer = bytearray(4)
print(client.readinto(buffer), buffer, client.recvfrom(10)[0])
client.setblocking(False)
try:
    client.recv(1)
except OSError as error:
    print(error)
client.settimeout(0.02)
try:
    client.recv(1)
except OSError as error:
    print(error)
client.setblocking(True)
peer.close()
print(client.recv(10))
client.close()
server.close()
try:
    client.send(b"x")
except OSError as error:
    print(error)
wlan.disconnect()
wlan.active(False)
