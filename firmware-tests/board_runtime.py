# sys, os and micropython: what a program finds out about where it runs.
import micropython
import os
import sys

print(sys.argv, sys.path, sys.byteorder, sys.maxsize, sys.version_info, sys.version.split(";")[0])
print(isinstance(sys.modules, dict), sys.ps1, sys.ps2, os.sep)
print(sys.implementation.name, sys.platform)
print(sys.stdin is not None, sys.stdout.write("written\n"))
sys.stderr.write("this too\n")

ring = micropython.RingIO(8)
print(ring.any(), ring.write(b"0123456789"), ring.any(), ring.read(3), ring.read())

locked = False
micropython.heap_lock()
try:
    bytearray(100)
except MemoryError:
    locked = True
micropython.heap_unlock()
print(locked, len(bytearray(100)))
