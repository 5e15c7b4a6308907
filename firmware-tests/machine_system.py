# machine's own functions: identity, clock, causes, and sleeps that keep everything.
import time
import machine

print(len(machine.unique_id()), machine.unique_id() == machine.unique_id())
print(machine.PWRON_RESET, machine.WDT_RESET, machine.reset_cause() in (machine.PWRON_RESET, machine.WDT_RESET))
before = machine.freq()
machine.freq(133_000_000)
print(machine.freq())
machine.freq(before)
print(machine.freq() == before)
machine.idle()
start = time.ticks_ms()
machine.lightsleep(50)
print(45 < time.ticks_diff(time.ticks_ms(), start) < 5000)
state = machine.disable_irq()
machine.enable_irq(state)
print(all([callable(getattr(machine, name)) for name in ("reset", "soft_reset", "bootloader", "deepsleep")]))
try:
    machine.soft_reset()
except SystemExit:
    print("SystemExit")
