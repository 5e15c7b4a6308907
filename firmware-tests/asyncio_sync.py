# asyncio: Event, Lock and ThreadSafeFlag, the last one set by a timer and by micropython.schedule.
import asyncio
import micropython
from machine import Timer


async def events():
    event = asyncio.Event()

    async def waiter(name):
        print(name, await event.wait())

    tasks = [asyncio.create_task(waiter(name)) for name in ("a", "b")]
    await asyncio.sleep_ms(1)
    print(event.is_set())
    event.set()
    for task in tasks:
        await task
    print(event.is_set(), await event.wait())
    event.clear()
    try:
        await asyncio.wait_for_ms(event.wait(), 10)
    except asyncio.TimeoutError:
        print("not set")


async def locks():
    lock = asyncio.Lock()

    async def holder(name):
        async with lock:
            print(name, "has it", lock.locked())
            await asyncio.sleep_ms(5)

    await asyncio.gather(holder("a"), holder("b"), holder("c"))
    print(lock.locked())
    await lock.acquire()
    task = asyncio.create_task(holder("never"))
    await asyncio.sleep_ms(1)
    task.cancel()
    await asyncio.sleep_ms(1)
    lock.release()
    print(lock.locked())
    try:
        lock.release()
    except RuntimeError as error:
        print("RuntimeError", error)


async def flags():
    flag = asyncio.ThreadSafeFlag()
    Timer(mode=Timer.ONE_SHOT, period=20, callback=lambda _: flag.set())
    await flag.wait()
    print("by a timer")
    micropython.schedule(lambda _: flag.set(), None)
    await flag.wait()
    print("by schedule")
    flag.set()
    await flag.wait()
    print("set before")
    flag.set()
    flag.clear()
    try:
        await asyncio.wait_for_ms(flag.wait(), 10)
    except asyncio.TimeoutError:
        print("cleared")


async def main():
    await events()
    await locks()
    await flags()


asyncio.run(main())
