# ssl: names, contexts, what they refuse; no partner is needed.
import socket
import ssl


def refused(act, *arguments, **named):
    try:
        act(*arguments, **named)
        print("accepted")
    except (OSError, ValueError, TypeError) as error:
        print(type(error).__name__, error)


print(ssl.CERT_NONE, ssl.CERT_OPTIONAL, ssl.CERT_REQUIRED, ssl.PROTOCOL_TLS_CLIENT, ssl.PROTOCOL_TLS_SERVER)
print(ssl.MBEDTLS_VERSION.startswith("Mbed TLS 3."), callable(ssl.wrap_socket))
client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
print(client.verify_mode == ssl.CERT_REQUIRED, server.verify_mode == ssl.CERT_NONE)
client.verify_mode = ssl.CERT_NONE
print(client.verify_mode)
client.verify_mode = ssl.CERT_REQUIRED
refused(ssl.SSLContext, 7)
refused(client.load_verify_locations, cadata=b"none")
refused(client.load_cert_chain, b"none", b"none")
refused(client.load_verify_locations, "/no-such-file")
plain = socket.socket()
refused(client.wrap_socket, plain)
plain.close()
