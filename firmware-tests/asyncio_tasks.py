# asyncio: tasks, their results and failures, cancelling, gather, wait_for.
import asyncio
import time


async def say(name, ms):
    await asyncio.sleep_ms(ms)
    print(name)
    return name


async def fail(ms=0):
    await asyncio.sleep_ms(ms)
    raise ValueError("on purpose")


async def endless(name):
    try:
        while True:
            await asyncio.sleep(1)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def tasks():
    task = asyncio.create_task(say("first", 20))
    print(task.done(), asyncio.current_task() is task)
    print(await task, task.done(), task.cancel())
    task = asyncio.create_task(endless("task"))
    await asyncio.sleep_ms(1)
    print(task.cancel())
    try:
        await task
    except asyncio.CancelledError:
        print("its waiter hears of it")
    try:
        asyncio.create_task("no coroutine")
    except TypeError as error:
        print("TypeError", error)


async def gathering():
    print(await asyncio.gather(say("slow", 40), say("quick", 1)))
    print(await asyncio.gather(say("one", 1), fail(), return_exceptions=True))
    try:
        await asyncio.gather(say("goes on", 30), fail())
    except ValueError as error:
        print("ValueError", error)
    await asyncio.sleep_ms(60)
    print(await asyncio.gather())
    task = asyncio.create_task(asyncio.gather(endless("a"), endless("b")))
    await asyncio.sleep_ms(5)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("gather cancelled")


async def bounded():
    print(await asyncio.wait_for(say("in time", 5), 5))
    print(await asyncio.wait_for(say("without bound", 5), None))
    start = time.ticks_ms()
    try:
        await asyncio.wait_for_ms(endless("late"), 50)
    except asyncio.TimeoutError:
        print("TimeoutError", 45 < time.ticks_diff(time.ticks_ms(), start) < 1000)
    try:
        await asyncio.wait_for(fail(), 1)
    except ValueError as error:
        print("ValueError", error)
    waiter = asyncio.create_task(asyncio.wait_for(endless("inner"), 10))
    await asyncio.sleep_ms(5)
    waiter.cancel()
    try:
        await waiter
    except asyncio.CancelledError:
        print("waiter cancelled")


async def main():
    await tasks()
    await gathering()
    await bounded()
    return "done"


print(asyncio.run(main()))
try:
    asyncio.run(fail())
except ValueError as error:
    print("run raises", error)
