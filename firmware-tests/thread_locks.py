# _thread: locks, and what belongs to one thread. A second core is not asked for.
import _thread

lock = _thread.allocate_lock()
print(isinstance(lock, _thread.LockType), lock.locked())
print(lock.acquire(), lock.locked(), lock.acquire(0))
lock.release()
print(lock.locked())
with lock:
    print(lock.locked())
print(lock.locked())
try:
    lock.release()
except RuntimeError:
    print("RuntimeError")
print(_thread.get_ident() == _thread.get_ident(), _thread.stack_size())
try:
    _thread.exit()
except SystemExit:
    print("SystemExit")
