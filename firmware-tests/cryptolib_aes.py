# cryptolib.aes: the examples of FIPS 197 and NIST SP 800-38A, and what it refuses.
from binascii import hexlify, unhexlify
from cryptolib import aes

ECB, CBC = 1, 2
key = unhexlify("000102030405060708090a0b0c0d0e0f")
plain = unhexlify("00112233445566778899aabbccddeeff")
secret = aes(key, ECB).encrypt(plain)
print(hexlify(secret), aes(key, ECB).decrypt(secret) == plain)
print(hexlify(aes(key + unhexlify("101112131415161718191a1b1c1d1e1f"), ECB).encrypt(plain)))

key = unhexlify("2b7e151628aed2a6abf7158809cf4f3c")
start = unhexlify("000102030405060708090a0b0c0d0e0f")
plain = unhexlify("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
chained = aes(key, CBC, start)
first = chained.encrypt(plain[:16])
second = bytearray(16)
chained.encrypt(plain[16:], second)
print(hexlify(first), hexlify(second))
print(aes(key, CBC, start).decrypt(first + second) == plain)


def refused(act, *arguments):
    try:
        act(*arguments)
        print("accepted")
    except ValueError as error:
        print("ValueError", error)


refused(aes, b"short", ECB)
refused(aes, key, 9)
refused(aes, key, CBC, b"short")
refused(aes(key, ECB).encrypt, b"no block")
both = aes(key, ECB)
both.encrypt(start)
refused(both.decrypt, start)
