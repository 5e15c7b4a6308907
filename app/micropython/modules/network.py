"""The simulated Pico W's wireless chip: a station that joins networks that exist only here, and an access point.

Any network name and password connect, after a moment, unless the host that runs the board says otherwise. Codes, constants
and texts are those of MicroPython's CYW43 driver.
Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import binascii

import _host

STA_IF = 0
AP_IF = 1

STAT_IDLE = 0
STAT_CONNECTING = 1
STAT_GOT_IP = 3
STAT_CONNECT_FAIL = -1
STAT_NO_AP_FOUND = -2
STAT_WRONG_PASSWORD = -3

_EAGAIN = 11
_EPERM = 1
_MAX_HOSTNAME = 32

_call = _host.call
_country = "XX"
_hostname = "PicoW"
_prefer = 4
# One object an interface, as on a board: settings made through one name are seen through another.
_interfaces = {}
_settings = {"antenna": 0, "pm": 0xA11142, "txpower": 31, "trace": 0, "monitor": 0, "reconnects": 0}


def country(code: str | None = None):
    """Reads or sets the two-letter country code, which decides the channels that may be used."""
    global _country
    if code is None:
        return _country
    if len(code) != 2:
        raise ValueError
    _country = code


def hostname(name: str | None = None):
    """Reads or sets the name that the board tells the network."""
    global _hostname
    if name is None:
        return _hostname
    if len(name) > _MAX_HOSTNAME:
        raise ValueError
    _hostname = name


def ipconfig(*query, **settings):
    """Reads `dns` or `prefer`, or sets them."""
    global _prefer
    if not settings:
        if len(query) != 1:
            raise TypeError("must query one param")
        if query[0] == "dns":
            return _address(STA_IF)[3]
        if query[0] == "prefer":
            return _prefer
        raise ValueError("unexpected key")
    if query:
        raise TypeError("can't specify pos and kw args")
    for key, value in settings.items():
        if key == "prefer":
            if value not in (4, 6):
                raise ValueError("invalid prefer argument")
            _prefer = value
        elif key == "dns":
            _set_address(dns=value)
        else:
            raise ValueError("unexpected key")


def route() -> list:
    """The interfaces in use."""
    return []


def _address(interface: int) -> tuple:
    return tuple(_call("wlan.address", interface).split(" "))


def _set_address(
    address: str | None = None, netmask: str | None = None, gateway: str | None = None, dns: str | None = None
) -> None:
    old = _address(STA_IF)
    _call("wlan.set_address", address or old[0], netmask or old[1], gateway or old[2], dns or old[3])


def _dotted(text: str) -> str:
    parts = text.split(".")
    if len(parts) != 4 or not all(p.isdigit() and int(p) < 256 for p in parts):
        raise ValueError("invalid arguments")
    return text


class WLAN:
    """A wireless interface: `WLAN(WLAN.IF_STA)` joins a network, `WLAN(WLAN.IF_AP)` opens one."""

    IF_STA = 0
    IF_AP = 1
    SEC_OPEN = 0
    SEC_WPA_WPA2 = 0x00400006
    SEC_WPA2 = 0x00400004
    SEC_WPA3 = 0x01000004
    SEC_WPA2_WPA3 = 0x01400004
    PM_NONE = 0x10
    PM_PERFORMANCE = 0xA11142
    PM_POWERSAVE = 0x11

    def __new__(cls, interface: int = IF_STA):
        interface = 1 if interface else 0
        if interface not in _interfaces:
            _interfaces[interface] = object.__new__(cls)
        return _interfaces[interface]

    def __init__(self, interface: int = IF_STA):
        self._interface = 1 if interface else 0

    def __repr__(self) -> str:
        status = self.status()
        text = {0: "down", 1: "join", 2: "join", 3: "up", -2: "nonet", -3: "badauth"}.get(status, "fail")
        kind = "AP" if self._interface else "STA"
        return f"<CYW43 {kind} {text} {_address(self._interface)[0]}>"

    def active(self, on: bool | None = None):
        """Reads or switches the interface's power."""
        if on is None:
            return bool(_call("wlan.active", self._interface))
        _call("wlan.active", self._interface, 1 if on else 0)

    def deinit(self) -> None:
        """Switches the wireless chip off."""
        _call("wlan.active", STA_IF, 0)
        _call("wlan.active", AP_IF, 0)

    def connect(
        self, ssid: str, key: str | None = None, *, auth: int = -1, bssid: bytes | None = None, channel: int = -1
    ) -> None:
        """Begins to join a network and returns at once; `isconnected()` or `status()` tells how it went."""
        if bssid is not None and len(bssid) != 6:
            raise ValueError
        if self._interface == AP_IF or not self.active():
            raise OSError(-_EPERM)
        _call("wlan.connect", _text(ssid), "" if key is None else _text(key))

    def disconnect(self) -> None:
        """Leaves the network."""
        _call("wlan.disconnect")

    def isconnected(self) -> bool:
        """Whether the interface is joined and has an address."""
        return self.status() == STAT_GOT_IP

    def status(self, query: str | None = None):
        """The link's state (`network.STAT_…`), or `"rssi"` in dBm, or an access point's `"stations"`."""
        if query is None:
            return _call("wlan.status", self._interface) - 100
        if query == "rssi" and self._interface == STA_IF:
            return -_call("wlan.rssi")
        if query == "stations":
            if self._interface != AP_IF:
                raise ValueError("AP required")
            return []
        raise ValueError("unknown status param")

    def scan(self, *, passive: bool = False, ssid: str | None = None, bssid: bytes | None = None) -> list:
        """Looks for networks: `[(ssid, bssid, channel, rssi, security, hidden)]`."""
        if not self.active():
            raise OSError("STA must be active")
        while True:
            found = _call("wlan.scan")
            if found != -_EAGAIN:
                break
            _host.wait(10_000)
        networks = []
        for line in found.split("\n"):
            if line:
                name, address, channel, rssi, security = line.split(" ")
                name = binascii.unhexlify(name)
                if ssid is None or name == (ssid.encode() if isinstance(ssid, str) else ssid):
                    networks.append((name, binascii.unhexlify(address), int(channel), int(rssi), int(security), 1))
        return networks

    def ifconfig(self, settings=None):
        """Reads `(address, netmask, gateway, dns)`, or sets them; `"dhcp"` goes back to DHCP."""
        if settings is None:
            return _address(self._interface)
        if settings == "dhcp":
            _call("wlan.use_dhcp")
            return None
        if len(settings) != 4:
            raise ValueError(f"requested length 4 but object has length {len(settings)}")
        _set_address(*(_dotted(part) for part in settings))

    def ipconfig(self, *query, **settings):
        """Reads `addr4`, `gw4`, `dhcp4` or `has_dhcp4`, or sets the first three."""
        if not settings:
            if len(query) != 1:
                raise TypeError("must query one param")
            return self._read_ipconfig(query[0])
        if query:
            raise TypeError("can't specify pos and kw args")
        for key, value in settings.items():
            if key == "addr4":
                self._set_addr4(value)
            elif key == "gw4":
                _set_address(gateway=_dotted(value))
            elif key == "dhcp4":
                if value:
                    _call("wlan.use_dhcp")
                else:
                    _set_address()
            else:
                raise ValueError("unexpected key")

    def config(self, *query, **settings):
        """Reads one setting (`mac`, `ssid`, `channel`, `pm`, `txpower`, `security`, `hostname` …), or sets some."""
        if not settings:
            if len(query) != 1:
                raise TypeError("must query one param")
            return self._read_config(query[0])
        if query:
            raise TypeError("can't specify pos and kw args")
        for key, value in settings.items():
            self._write_config(key, value)

    def _read_ipconfig(self, key: str):
        address, netmask, gateway, _ = _address(self._interface)
        if key == "addr4":
            return address, netmask
        if key == "gw4":
            return gateway
        if key == "dhcp4":
            return bool(_call("wlan.uses_dhcp"))
        if key == "has_dhcp4":
            return bool(_call("wlan.uses_dhcp")) and self.isconnected()
        raise ValueError("unexpected key")

    def _set_addr4(self, value) -> None:
        if isinstance(value, str):
            address, _, prefix = value.partition("/")
            bits = int(prefix) if prefix else 24
            mask = (0xFFFFFFFF << (32 - bits)) & 0xFFFFFFFF
            netmask = ".".join(str(mask >> shift & 255) for shift in (24, 16, 8, 0))
        else:
            address, netmask = value
        _set_address(_dotted(address), _dotted(netmask))

    def _read_config(self, key: str):
        if key == "mac":
            return binascii.unhexlify(_call("wlan.mac", self._interface))
        if key in ("ssid", "essid"):
            return _call("wlan.ssid", self._interface)
        if key == "channel":
            return _call("wlan.channel", self._interface)
        if key == "security":
            return _call("wlan.security")
        if key == "hostname":
            return hostname()
        if key in _settings:
            return _settings[key]
        raise ValueError("unknown config param")

    def _write_config(self, key: str, value) -> None:
        if key in ("ssid", "essid"):
            _call("wlan.configure_ap", _text(value), _call("wlan.channel", AP_IF), _call("wlan.security"))
        elif key == "channel":
            _call("wlan.configure_ap", _call("wlan.ssid", AP_IF), value, _call("wlan.security"))
        elif key == "security":
            _call("wlan.configure_ap", _call("wlan.ssid", AP_IF), _call("wlan.channel", AP_IF), value)
        elif key == "hostname":
            hostname(value)
        elif key in _settings:
            _settings[key] = value
        elif key not in ("password", "key", "hidden", "mac"):
            raise ValueError("unknown config param")


def _text(value) -> str:
    """Network names and keys may come as bytes."""
    return value if isinstance(value, str) else str(bytes(value), "utf-8")
