import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainError } from './explain-error.ts';

describe('an error is explained', () => {
  it.each([
    // By its number and name, its number, and as repr() has it.
    ['OSError: [Errno 110] ETIMEDOUT', /^Nothing answered in time\./],
    ['OSError: [Errno 116] ETIMEDOUT', /^Nothing answered in time\./],
    ['OSError: 110', /^Nothing answered in time\./],
    ['upload failed: OSError(110,)', /^Nothing answered in time\./],
    ['upload failed: [Errno 110] ETIMEDOUT', /^Nothing answered in time\./],
    ['OSError: [Errno 5] EIO', /I2C/],
    ['OSError: 23', /^Too many files or sockets are open\./],
    ['OSError: 28', /^The flash of the board is full\./],
    ['OSError: 39', /^The folder is not empty\./],
    ['OSError: -2', /^The host name was not found\./],
    ['OSError: STA must be active', /wlan\.active\(True\)/],
    // TLS.
    ["OSError: (-29312, 'MBEDTLS_ERR_SSL_CONN_EOF')", /^The server closed the connection in the midst of TLS\./],
    ['OSError: -29312', /^The server closed the connection in the midst of TLS\./],
    ["OSError(-17168, 'MBEDTLS_ERR_RSA_PUBLIC_FAILED+MBEDTLS_ERR_MPI_ALLOC_FAILED')", /^TLS did not get the memory/],
    ['ValueError: The certificate validity starts in the future', /ntptime\.settime\(\)/],
    // Other exceptions.
    ['MemoryError: memory allocation failed, allocating 4096 bytes', /no free piece of 4096 bytes/],
    ['MemoryError: memory allocation failed, heap is locked', /^An interrupt handler may not make new objects\./],
    ['MemoryError:', /^The memory is full\./],
    ["ImportError: no module named 'umqtt.simple'", /Copy umqtt\/simple\.py there/],
    ['ValueError: invalid syntax for integer with base 10', /^The text is no whole number/],
    ["ValueError: invalid syntax for integer with base 10: 'x'", /^The text is no whole number/],
    ['ValueError: bad SDA pin', /^That pin cannot be SDA of this bus\./],
    ["TypeError: unsupported types for __add__: 'str', 'int'", /^str and int cannot be put together so\./],
    ["AttributeError: 'NoneType' object has no attribute 'read'", /^A value is None here/],
    ["AttributeError: 'module' object has no attribute 'clock'", /^The module has no clock\./],
    ["AttributeError: module 'time' has no attribute 'clock'", /^The module has no clock\./],
    ['TypeError: function takes 1 positional arguments but 2 were given', /gives 2 values/],
    ['TypeError: function missing 1 required positional arguments', /^The call gives too few values\./],
    ["NameError: name 'Pin' isn't defined", /^Pin has no value here\./],
    ['umqtt.simple.MQTTException: 5', /^The MQTT broker does not let this client in\./],
    ['asyncio.TimeoutError:', /^asyncio\.wait_for\(\) gave up/],
    // Numbers that programs print, and the driver's own words.
    ['Started, reset cause 3, 3.4.0; MicroPython v1.29.0, board e6', /^Reset cause 3: the watchdog/],
    ['machine.reset_cause() = 1', /^Reset cause 1: the board was powered up/],
    ['WLAN status -3', /password/],
    ['wlan.status(): -2', /2\.4 GHz/],
    ['Wi-Fi status: 1', /joining/],
    ['[CYW43] Failed to start CYW43', /^The wireless chip did not answer/],
    ['[CYW43] do_ioctl(2, 263, 20): timeout', /^The wireless chip did not answer in time/],
  ])('%s', (line, meaning) => {
    expect(explainError(line)).toMatch(meaning);
  });
});

describe('nothing is said of', () => {
  it.each([
    '',
    'The door is open, 140 lux',
    'ValueError: the door is stuck',
    'OSError: 22',
    'OSError: 4711',
    'OSError: [Errno 13] EACCES',
    // CPython's, whose numbers are those of its computer.
    'OSError: [Errno 110] Connection timed out',
    'OSError: the disk fell off',
    'MyOSError: 110',
    'no MemoryError so far',
    'the watchdog waits for KeyboardInterrupt',
    'reset cause 35',
    'wifi status 2.5',
    'status -3',
    'HTTP status: 3',
    'constructor: 1',
    "TypeError: unsupported types for __add__: '\x1b[31m', 'int'",
    `OSError: ${' '.repeat(600)}5`,
  ])('%j', (line) => {
    expect(explainError(line)).toBeNull();
  });
});

describe('of a traceback', () => {
  const header = 'Traceback (most recent call last):\n  File "main.py", line 12, in <module>';

  it('the last line is explained, whatever line ends it has', () => {
    expect(explainError(`${header}\r\nOSError: [Errno 104] ECONNRESET\r\n`)).toMatch(/^The other side broke/);
  });

  it('nothing above the last line is explained', () => {
    expect(explainError(`OSError: 28\n${header}\nRuntimeError: give up after OSError`)).toBeNull();
  });
});

it('the last line that tells of an error is explained where there is no traceback', () => {
  expect(explainError('try 1: OSError: 110\ntry 2: OSError: 113\nI give up')).toMatch(/^There is no way to that/);
});

it('whatever a board sends, the words are Bramble’s', () => {
  const hostile = fc.tuple(
    fc.constantFrom(
      'OSError: ',
      'ImportError: no module named ',
      "NameError: name '",
      'MemoryError: ',
      'ValueError: ',
      '',
    ),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(hostile, ([before, after]) => {
      const meaning = explainError(before + after);
      expect(meaning ?? '').not.toMatch(/[\x00-\x1f\x7f<>]/);
    }),
  );
});
