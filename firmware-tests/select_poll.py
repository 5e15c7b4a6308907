# select: streams of one's own, the serial line's input, masks and errors.
import io
import select
import sys
import time


class Source(io.IOBase):
    def __init__(self):
        self.bits = 0

    def ioctl(self, request, argument):
        return self.bits & argument if request == 3 else -1


print(select.POLLIN, select.POLLOUT, select.POLLERR, select.POLLHUP)
source = Source()
poller = select.poll()
poller.register(source)
print(poller.poll(0))
source.bits = select.POLLOUT
print(poller.poll(0) == [(source, select.POLLOUT)])
poller.modify(source, select.POLLIN)
start = time.ticks_ms()
print(poller.poll(50), 45 < time.ticks_diff(time.ticks_ms(), start) < 1000)
source.bits = select.POLLIN
for stream, event in poller.ipoll():
    print(stream is source, event)
poller.unregister(source)
print(poller.poll(0))
poller.unregister(source)
try:
    poller.modify(source, select.POLLIN)
except OSError as error:
    print("OSError", error.errno)
try:
    poller.register(7)
except OSError as error:
    print("OSError", error)

once = select.poll()
once.register(source, select.POLLIN)
print(len(once.poll(0, 1)), len(once.poll(0, 1)))

reading, writing, failing = select.select([source], [source], [], 0)
print(reading == [source], writing, failing)

line = select.poll()
line.register(sys.stdin, select.POLLIN)
print(line.poll(0))
line.register(sys.stdout, select.POLLOUT)
print([event for _, event in line.poll(0)])
