/**
 * What the number or the name in an `OSError` means on a Pico W.
 *
 * The numbers: MicroPython's own for rp2 (`py/mperrno.h`, as `MICROPY_USE_INTERNAL_ERRNO` of `ports/rp2/mpconfigport.h` says), and those
 * of littlefs (`enum lfs_error` of its `lfs.h`) that the first lacks. Which of them a socket raises: `error_lookup_table` of
 * `extmod/modlwip.c`; an I2C bus: `ports/rp2/machine_i2c.c` and `extmod/machine_i2c.c`. Names that `py/moderrno.c` lists are printed beside
 * the number and tell more than it: other ports have other numbers for them.
 */
const meanings = {
  EPERM:
    'This is not allowed as things are. Of Wi-Fi it means that the interface is off: call wlan.active(True) before connect() or scan().',
  ENOENT:
    'There is no such file or folder on the board. Copy it there, or check the path: one without a / in front counts from os.getcwd().',
  EIO: 'Reading or writing failed. On an I2C bus no device answered at that address: check its wires and power, and what i2c.scan() finds.',
  EBADF: 'The socket or file is closed, by the program or after an error. Open a new one.',
  EAGAIN:
    'Nothing had come yet, and the socket does not wait. Try again later, or let it wait with settimeout() or setblocking(True).',
  ENOMEM:
    'There was not enough memory. For sockets and TLS: close connections that are done with, and call gc.collect() before opening one.',
  EEXIST: 'There is a file or folder of that name already. Remove it first, or choose another name.',
  ENODEV:
    'On an I2C bus no device answered at that address: check its wires and power, and what i2c.scan() finds. Of a file: no file system is mounted there.',
  ENOTDIR: 'A part of the path is a file where a folder is needed. Check the path.',
  EISDIR: 'That path is a folder, and a file is needed. Name a file in it.',
  ENFILE: 'Too many files or sockets are open. Close those that are done with, best by opening them in a "with" block.',
  ENOSPC:
    'The flash of the board is full. Remove files that you do not need, or write less, such as by starting log files anew.',
  EROFS: 'That file system can only be read. Write to another path.',
  ENAMETOOLONG: 'The file name is too long for the file system of the board. Choose a shorter one.',
  ENOTEMPTY: 'The folder is not empty. Remove what it holds first.',
  EILSEQ:
    'The file system on the flash is damaged there, as after a loss of power. Copy off what matters, then format it or install MicroPython anew.',
  EOPNOTSUPP: 'A socket of this kind, or this file system, cannot do that.',
  EADDRINUSE:
    'Another socket still has that port, maybe of a program that ran before. Close it, set SO_REUSEADDR before bind(), or reset the board.',
  ECONNABORTED:
    'The connection was given up, as when the other side answers no more. Check that it is on and that the Wi-Fi is up, then connect again.',
  ECONNRESET:
    'The other side broke the connection off. From connect() it means that nothing there listens at that port: check the address, the port and the server.',
  ENOBUFS: 'The network ran out of room for packets. Send less at once, or wait a moment and try again.',
  EISCONN: 'The socket is connected already. Make a new one for another connection.',
  ENOTCONN:
    'The socket is not connected, or no longer. Call connect() first, on a new socket if this one was connected.',
  ETIMEDOUT:
    'Nothing answered in time. Check that the other side is on, its address, and that wlan.isconnected(); on an I2C bus, the wires and pull-ups.',
  ECONNREFUSED: 'Nothing listens at that address and port. Check both, and that the server runs.',
  EHOSTUNREACH:
    'There is no way to that address, mostly because the board is not on the Wi-Fi. Wait for wlan.isconnected() before connecting.',
  EALREADY: 'The socket is connecting already. Wait until it is connected, or make a new one.',
  EINPROGRESS:
    'connect() was not finished when the socket’s time was up. Give it longer with settimeout(), or wait with select.poll() until it can be written to.',
} as const;

type Name = keyof typeof meanings;

const names: Readonly<Record<number, Name>> = {
  1: 'EPERM',
  2: 'ENOENT',
  5: 'EIO',
  9: 'EBADF',
  11: 'EAGAIN',
  12: 'ENOMEM',
  17: 'EEXIST',
  19: 'ENODEV',
  20: 'ENOTDIR',
  21: 'EISDIR',
  23: 'ENFILE',
  24: 'ENFILE',
  28: 'ENOSPC',
  30: 'EROFS',
  36: 'ENAMETOOLONG',
  39: 'ENOTEMPTY',
  // LFS_ERR_CORRUPT.
  84: 'EILSEQ',
  95: 'EOPNOTSUPP',
  98: 'EADDRINUSE',
  103: 'ECONNABORTED',
  104: 'ECONNRESET',
  105: 'ENOBUFS',
  106: 'EISCONN',
  107: 'ENOTCONN',
  110: 'ETIMEDOUT',
  111: 'ECONNREFUSED',
  113: 'EHOSTUNREACH',
  114: 'EALREADY',
  115: 'EINPROGRESS',
};

/**
 * Negative ones are raised by `socket.getaddrinfo` as lwIP has them (`lwip_getaddrinfo` of `extmod/modlwip.c`; `ERR_…` of lwIP's
 * `err.h`, and `dns_gethostbyname` for which it gives when).
 */
const lookUps: Readonly<Record<number, string>> = {
  // Also what `WLAN.connect` raises as `-EPERM` (`extmod/network_cyw43.c`).
  [-1]: 'From WLAN.connect() it means that the interface is off: call wlan.active(True) first. From the look-up of a host name, that the network had too little memory.',
  [-2]: 'The host name was not found. Check its spelling, and that the Wi-Fi of the board leads to the internet.',
  [-6]: 'The board knows no name server to ask for the host name, as when it is not on the Wi-Fi. Wait for wlan.isconnected() first.',
  [-16]: 'That is no host name that can be looked up: it is empty or too long.',
};

/** `name` null where only the number was printed. null for one of which nothing useful is known. */
export function osErrorMeaning(number: number, name: string | null): string | null {
  if (name !== null) return isName(name) ? meanings[name] : null;
  const named = names[number];
  return named === undefined ? (lookUps[number] ?? null) : meanings[named];
}

function isName(name: string): name is Name {
  return Object.hasOwn(meanings, name);
}
