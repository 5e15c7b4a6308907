# ssl: as client, with the server checked and unchecked, and as server.
# bench: partner
import socket
import ssl
import time
import network
import requests
from bench import CALL_TLS, HOST, HTTP, PASSWORD, SSID, TLS

wlan = network.WLAN(network.WLAN.IF_STA)
wlan.active(True)
wlan.connect(SSID, PASSWORD)
while not wlan.isconnected():
    time.sleep_ms(10)


def fetched(name):
    response = requests.get("http://%s:%d/%s" % (HOST, HTTP, name))
    content = response.content
    response.close()
    return content


def connected(port):
    s = socket.socket()
    s.connect((HOST, port))
    return s


unchecked = ssl.wrap_socket(connected(TLS))
print(unchecked.write(b"in secret\n"), unchecked.readline())
unchecked.close()

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.load_verify_locations(cadata=fetched("ca.der"))
checked = context.wrap_socket(connected(TLS), server_hostname="board.test")
print(checked.write(b"checked"), checked.read(7))
checked.write(b"four")
buffer = bytearray(4)
print(checked.readinto(buffer), buffer)
checked.setblocking(False)
print(checked.read(1))
checked.close()
try:
    context.wrap_socket(connected(TLS), server_hostname="other.test")
    print("accepted")
except (OSError, ValueError) as error:
    print(type(error).__name__)

own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
own.load_cert_chain(fetched("server.der"), fetched("key.der"))
server = socket.socket()
port = 20_000 + time.ticks_us() % 20_000
server.bind(("0.0.0.0", port))
server.listen(1)
caller = connected(CALL_TLS)
caller.send(str(port).encode())
plain, _ = server.accept()
peer = own.wrap_socket(plain, server_side=True)
print(peer.readline())
peer.write(b"served\n")
print(peer.readline())
for each in (peer, caller, server):
    each.close()
wlan.disconnect()
wlan.active(False)
