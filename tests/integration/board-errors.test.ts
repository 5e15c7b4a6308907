/** The errors that MicroPython itself raises, as it prints them, are those that Bramble explains. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainError } from '../../app/board-errors/index.ts';
import { RawReplBoard } from '../support/raw-repl-board.ts';

let raw: RawReplBoard;

beforeAll(async () => {
  raw = await RawReplBoard.start();
});
afterAll(() => raw.dispose());

/** What stands on the board's stderr as the program ends. */
async function errorOf(program: string): Promise<string> {
  const [, error = ''] = (await raw.run(program)).split('\u0004');
  return error;
}

describe('what a board prints is explained', () => {
  it.each([
    ['open("missing.txt")', 'OSError: [Errno 2] ENOENT', /^There is no such file/],
    ['import os\nos.mkdir("a")\nos.mkdir("a/b")\nos.rmdir("a")', 'OSError: 39', /^The folder is not empty/],
    ['import os\nos.mkdir("c")\nos.mkdir("c")', 'OSError: [Errno 17] EEXIST', /of that name already/],
    ['import os\nos.listdir("/nowhere")', 'OSError: [Errno 2] ENOENT', /^There is no such file/],
    ['from machine import I2C\nI2C(0).readfrom(0x3c, 1)', 'OSError: [Errno 5] EIO', /no device answered/],
    ['from machine import Pin, I2C\nI2C(0, sda=Pin(2), scl=Pin(3))', 'ValueError: bad SCL pin', /cannot be SCL/],
    ['from machine import Pin\nPin("LAMP")', 'ValueError: unknown named pin "LAMP"', /no pin of that name/],
    [
      'import socket\nsocket.socket().connect(("10.0.0.1", 80))',
      'OSError: [Errno 113] EHOSTUNREACH',
      /^There is no way to that address/,
    ],
    ['import network\nnetwork.WLAN().connect("Home", "x")', 'OSError: -1', /wlan\.active\(True\)/],
    ['import network\nnetwork.WLAN().scan()', 'OSError: STA must be active', /wlan\.active\(True\)/],
    ['import errors_of_mine', "ImportError: no module named 'errors_of_mine'", /Copy errors_of_mine\.py there/],
    ['from machine import Pim', "ImportError: can't import name Pim", /has no Pim/],
    ['int("12.5")', /^ValueError: invalid syntax for integer/, /no whole number/],
    ['float("warm")', /^ValueError: invalid syntax for number/, /is no number/],
    ['import json\njson.loads("<html>")', 'ValueError: syntax error in JSON', /is no JSON/],
    [
      'bytearray(10_000_000)',
      /^MemoryError: memory allocation failed, allocating \d+ bytes/,
      /no free piece of \d+ bytes/,
    ],
    ['def f(): f()\nf()', 'RuntimeError: maximum recursion depth exceeded', /too deep/],
    ['"t=" + 5', /^TypeError: /, /^(str and int|A value of type)/],
    ['def f(a): pass\nf()', /^TypeError: .* takes/, /gives 0 values/],
    ['def f(a): pass\nf(1, 2)', /^TypeError: .* takes/, /gives 2 values/],
    ['None.read()', "AttributeError: 'NoneType' object has no attribute 'read'", /^A value is None/],
    ['None[0]', /^TypeError: 'NoneType' object isn't/, /^A value is None/],
    ['import time\ntime.clock()', /^AttributeError: .* has no attribute 'clock'$/, /has no clock/],
    ['led.on()', "NameError: name 'led' isn't defined", /^led has no value here/],
    ['x = 1\ndef f():\n  print(x)\n  x = 2\nf()', /^NameError: local variable referenced/, /"global"/],
    ['[1, 2][2]', /^IndexError: .*index out of range/, /fewer items/],
    ['if True print(1)', 'SyntaxError: invalid syntax', /colon, bracket or quote/],
    ['if True:\n    a = 1\n  b = 2', /^IndentationError: /, /spaces before the line/],
    [
      'import asyncio\nasync def slow(): await asyncio.sleep(9)\nasyncio.run(asyncio.wait_for(slow(), 0.01))',
      /^TimeoutError:/,
      /wait_for\(\) gave up/,
    ],
  ])('%j', async (program, printed, meaning) => {
    const error = await errorOf(program);
    const last = error.trimEnd().split('\n').at(-1)?.trimEnd();
    if (typeof printed === 'string') expect(last).toBe(printed);
    else expect(last).toMatch(printed);
    expect(explainError(error)).toMatch(meaning);
  });
});
