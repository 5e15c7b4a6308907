# asyncio: a client's streams and a server, with each way to read and to write.
# bench: partner
import asyncio
import time
import network
from bench import CALL, ECHO, HOST, PASSWORD, SSID

wlan = network.WLAN(network.WLAN.IF_STA)
wlan.active(True)
wlan.connect(SSID, PASSWORD)
while not wlan.isconnected():
    time.sleep_ms(10)


async def client():
    reader, writer = await asyncio.open_connection(HOST, ECHO)
    writer.write(b"first line\nsecond line\n")
    await writer.drain()
    print(await reader.readline(), await reader.read(6), await reader.readexactly(6))
    await writer.awrite(b"older ")
    await writer.awritestr(b"words\n")
    print(await reader.readline())
    writer.write(b"into")
    await writer.drain()
    buffer = bytearray(4)
    count = 0
    while count < 4:
        count += await reader.readinto(memoryview(buffer)[count:])
    print(buffer)
    big = b"x" * 6000
    writer.write(big)
    read, _ = await asyncio.gather(reader.readexactly(6000), writer.drain())
    print(read == big)
    writer.close()
    await writer.wait_closed()


async def served():
    done = asyncio.Event()

    async def serve(reader, writer):
        print("peer", writer.get_extra_info("peername")[0] == HOST)
        print(await reader.readline())
        writer.write(b"and back\n")
        await writer.drain()
        print(await reader.readline())
        await writer.aclose()
        done.set()

    port = 20_000 + time.ticks_us() % 20_000
    server = await asyncio.start_server(serve, "0.0.0.0", port)
    reader, writer = await asyncio.open_connection(HOST, CALL)
    writer.write(str(port).encode())
    await writer.drain()
    await asyncio.wait_for(done.wait(), 20)
    await writer.wait_closed()
    server.close()
    await server.wait_closed()
    try:
        # Refused: told by the first use.
        reader, writer = await asyncio.open_connection(HOST, 1)
        await reader.read(1)
    except OSError as error:
        print(error)


async def main():
    await client()
    await served()


asyncio.run(main())
wlan.disconnect()
wlan.active(False)
