"""The second processor core, which the simulated board does not have; locks and what belongs to one thread are there.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# not simulated: _thread.start_new_thread

from _locks import LockType, allocate_lock, exit, get_ident, stack_size, start_new_thread

__all__ = ("LockType", "allocate_lock", "exit", "get_ident", "stack_size", "start_new_thread")

del __all__
