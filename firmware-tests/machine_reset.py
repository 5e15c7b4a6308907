# machine.reset and machine.deepsleep: the line goes and comes back, the interpreter is fresh, files are kept.
# bench: restarts
import machine

with open("/conformance.txt", "w") as file:
    file.write("kept")
left_behind = True
machine.reset()
# -- after the restart
import machine

with open("/conformance.txt") as file:
    found = [file.read(), machine.reset_cause() == machine.WDT_RESET, "left_behind" in globals()]
with open("/conformance.txt", "w") as file:
    file.write(repr(found))
machine.deepsleep(40)
# -- after the restart
import os
import machine

with open("/conformance.txt") as file:
    print(file.read())
os.remove("/conformance.txt")
print(machine.reset_cause() == machine.WDT_RESET)
