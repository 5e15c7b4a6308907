"""Bluetooth Low Energy, which is not simulated: `BLE()` raises NotImplementedError.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# not simulated: bluetooth.BLE

FLAG_READ = 0x0002
FLAG_WRITE_NO_RESPONSE = 0x0004
FLAG_WRITE = 0x0008
FLAG_NOTIFY = 0x0010
FLAG_INDICATE = 0x0020


class UUID:
    """A number of Bluetooth: 16 bits, or 128 bits as text."""

    def __init__(self, value):
        self._value = value

    def __repr__(self) -> str:
        return f"UUID({self._value!r})" if isinstance(self._value, str) else f"UUID(0x{self._value:04x})"

    def __eq__(self, other) -> bool:
        return isinstance(other, UUID) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


class BLE:
    """The radio, of which the simulated board has none."""

    def __new__(cls):
        raise NotImplementedError("bluetooth is not simulated: BLE needs a real board")
