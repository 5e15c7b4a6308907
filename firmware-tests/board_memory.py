# gc and micropython: a Pico W's heap, its limits, what is scheduled, and Ctrl-C switched off.
import gc
import micropython

gc.collect()
free, used = gc.mem_free(), gc.mem_alloc()
print(170_000 < free + used < 230_000, used > 0)
kept = bytearray(20_000)
print(gc.mem_alloc() - used >= 20_000)
del kept
gc.collect()
print(gc.mem_free() > free - 4000)
try:
    bytearray(1_000_000)
except MemoryError as error:
    print(error)
gc.disable()
print(gc.isenabled())
gc.enable()
print(gc.isenabled(), gc.threshold())
gc.threshold(50_000)
print(gc.threshold())
gc.threshold(-1)

called = []
micropython.schedule(called.append, 1)
for _ in range(1000):
    pass
print(called)
micropython.kbd_intr(-1)
micropython.kbd_intr(3)
micropython.alloc_emergency_exception_buf(100)
print(micropython.const(7), micropython.opt_level(), micropython.stack_use() >= 0)
