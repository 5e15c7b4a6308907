"""A web page that switches the LED: open the address that the program prints in a browser.

Wiring: none.
"""

import asyncio

import network
from machine import Pin

PORT = 8080
PAGE = """<!DOCTYPE html>
<title>Pico W</title>
<h1>The LED is {}</h1>
<p><a href="/on">on</a> <a href="/off">off</a></p>
"""

led = Pin("LED", Pin.OUT, value=0)


async def join_wifi():
    wlan = network.WLAN(network.STA_IF)
    wlan.active(True)
    wlan.connect("bramble", "")
    while not wlan.isconnected():
        await asyncio.sleep_ms(100)
    return wlan.ifconfig()[0]


async def serve(reader, writer):
    request = (await reader.readline()).decode()
    while await reader.readline() not in (b"\r\n", b""):
        pass
    path = request.split(" ")[1] if " " in request else "/"
    if path == "/on":
        led.on()
    elif path == "/off":
        led.off()
    page = PAGE.format("on" if led.value() else "off")
    writer.write("HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{}".format(len(page), page))
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    address = await join_wifi()
    await asyncio.start_server(serve, "0.0.0.0", PORT)
    print("Open http://{}:{}/".format(address, PORT))
    while True:
        await asyncio.sleep(1)


asyncio.run(main())
