"""Several things at once with asyncio: two LEDs blink at their own pace, and a third task counts.

Wiring: LEDs with 330 ohms from GP15 and GP16 to ground.
"""

import asyncio
from machine import Pin


async def blink(pin, ms, times):
    led = Pin(pin, Pin.OUT, value=0)
    for _ in range(times):
        led.on()
        await asyncio.sleep_ms(ms)
        led.off()
        await asyncio.sleep_ms(ms)
    return "GP{} blinked {} times".format(pin, times)


async def count(done):
    number = 0
    while not done.is_set():
        number += 1
        await asyncio.sleep_ms(50)
    return "counted while they blinked: {}".format(number > 3)


async def main():
    done = asyncio.Event()
    counting = asyncio.create_task(count(done))
    for line in await asyncio.gather(blink(15, 50, 4), blink(16, 75, 3)):
        print(line)
    done.set()
    print(await counting)


asyncio.run(main())
