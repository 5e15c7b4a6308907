"""Test an SPI bus: what is sent comes back over a wire.

Wiring: GP19 (MOSI) to GP16 (MISO).
"""

from machine import SPI, Pin

spi = SPI(0, baudrate=1_000_000, sck=Pin(18), mosi=Pin(19), miso=Pin(16))
sent = b"The quick brown fox"
received = bytearray(len(sent))
spi.write_readinto(sent, received)
print("sent    ", sent)
print("received", bytes(received))
print("The wire is there." if received == sent else "Is there a wire from GP19 to GP16?")
