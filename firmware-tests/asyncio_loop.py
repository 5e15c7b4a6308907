# asyncio: the loop, its exception handler, run_forever and stop, a new loop, and turns.
import asyncio
import uasyncio


async def fail():
    raise ValueError("on purpose")


heard = asyncio.Event()


def handler(loop, context):
    heard.set()
    print(context["message"], "-", repr(context["exception"]), loop is asyncio.get_event_loop())


async def unheard():
    asyncio.create_task(fail())
    await heard.wait()


loop = asyncio.get_event_loop()
print(loop.get_exception_handler())
loop.set_exception_handler(handler)
asyncio.run(unheard())
loop.call_exception_handler({"message": "by hand", "exception": ValueError("mine"), "future": None})
loop.set_exception_handler(None)


async def turns(name):
    for turn in range(3):
        print(name, turn)
        await asyncio.sleep(0)


async def both():
    await asyncio.gather(turns("a"), turns("b"))


loop.run_until_complete(both())


async def stopping():
    await asyncio.sleep_ms(5)
    print("stop")
    loop.stop()


loop.create_task(stopping())
loop.run_forever()


async def left():
    await asyncio.sleep_ms(5)
    print("never printed")


async def quick():
    asyncio.create_task(left())


asyncio.run(quick())
loop.close()
asyncio.new_event_loop()


async def after():
    await asyncio.sleep_ms(20)
    print("after")


asyncio.run(after())
try:
    asyncio.current_task()
except RuntimeError as error:
    print("RuntimeError", error)


async def interrupted():
    asyncio.create_task(turns("c"))
    await asyncio.sleep(0)
    raise KeyboardInterrupt


try:
    asyncio.run(interrupted())
except KeyboardInterrupt:
    print("KeyboardInterrupt")

print(uasyncio.sleep_ms is asyncio.sleep_ms)
