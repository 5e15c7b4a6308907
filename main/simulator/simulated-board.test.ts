import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RawReplBoard, traceback } from '../../tests/support/raw-repl-board.ts';

/** A program that breaks the interpreter. */
const breaking = (...first: string[]) =>
  [...first, 'import uctypes', 'uctypes.bytearray_at(0x7fffff00, 4)[0] = 1'].join('\n');

let raw: RawReplBoard;

describe('A simulated board', () => {
  beforeEach(async () => {
    raw = await RawReplBoard.start();
  });
  afterEach(() => raw.dispose());

  it('starts afresh at Ctrl-D: no variables, no open files, the same flash', async () => {
    await raw.run('import os', 'x = 5', 'os.mkdir("d")', 'os.chdir("d")', 'f = open("open.txt", "w")');
    await raw.line.write('\u0004');
    await raw.line.until('MPY: soft reboot\r\nraw REPL; CTRL-B to exit\r\n>');
    expect(await raw.run('import os', 'print(os.getcwd(), os.listdir(), "x" in globals())')).toBe(
      "/ ['d'] False\r\n\u0004\u0004>",
    );
  });

  it('has no room for what a Pico W has no room for', async () => {
    expect(await raw.run('x = bytearray(1000000)')).toBe(
      traceback(1, 'MemoryError: memory allocation failed, allocating 1000000 bytes'),
    );
    expect(await raw.run('x = bytearray(150000)')).toBe('\u0004\u0004>');
  });

  it('does not run main.py when boot.py fails, and says why', async () => {
    writeFileSync(path.join(raw.flash, 'boot.py'), 'print("boot")\n1/0\n');
    writeFileSync(path.join(raw.flash, 'main.py'), 'print("main")\n');
    await raw.line.write('\u0002');
    await raw.line.until('>>> ');
    await raw.line.write('\u0004');
    expect(await raw.line.until('information.\r\n>>> ')).toMatch(
      /^\r\nMPY: soft reboot\r\nboot\r\nTraceback \(most recent call last\):\r\n {2}File "boot.py", line 2, in <module>\r\nZeroDivisionError: divide by zero\r\nMicroPython v/,
    );
  });

  it('runs main.py in __main__, whose names the REPL then has', async () => {
    writeFileSync(path.join(raw.flash, 'main.py'), 'answer = 42\nprint(__name__)\n');
    await raw.line.write('\u0002');
    await raw.line.until('>>> ');
    await raw.line.write('\u0004');
    expect(await raw.line.until('>>> ')).toContain('MPY: soft reboot\r\n__main__\r\n');
    await raw.line.write('answer\r');
    expect(await raw.line.until('>>> ')).toBe('answer\r\n42\r\n>>> ');
  });

  it('drops its line at machine.reset() and comes back with its flash, and tells it from switching on', async () => {
    const dropped = new Promise<{ reason: string; message: string }>((resolve) => {
      raw.board.openLine().onClose(resolve);
    });
    await raw.line.write('import machine\nmachine.reset()\u0004');
    expect((await dropped).reason).toBe('reset');
    raw.plugIn();
    await raw.enter();
    const cause = () => raw.run('import machine', 'print(machine.reset_cause())');
    expect(await cause()).toBe('3\r\n\u0004\u0004>');
    await raw.board.powerCycle();
    raw.plugIn();
    await raw.enter();
    expect(await cause()).toBe('1\r\n\u0004\u0004>');
  });

  it('ends alone when its interpreter breaks, says so, and starts anew with what was written', async () => {
    const crashed = new Promise<string>((resolve) => {
      raw.board.onDidCrash(resolve);
    });
    const closed = new Promise<{ reason: string; message: string }>((resolve) => {
      raw.board.openLine().onClose(resolve);
    });
    await raw.line.write(`${breaking('f = open("kept.txt", "w")', 'f.write("whole")', 'f.close()')}\u0004`);
    expect(await crashed).toContain('memory access out of bounds');
    expect(await closed).toMatchObject({ reason: 'lost', message: expect.stringContaining('crashed') });
    await expect(raw.line.write('x')).rejects.toMatchObject({ code: 'connection-lost' });
    await raw.whenActivity('prompt');
    raw.plugIn();
    await raw.enter();
    expect(await raw.run('print(open("kept.txt").read())')).toBe('whole\r\n\u0004\u0004>');
  });

  it('stays off when its main.py breaks it again and again, until someone connects', async () => {
    let crashes = 0;
    const often = new Promise<void>((resolve) => {
      raw.board.onDidCrash(() => {
        crashes += 1;
        if (crashes === 3) resolve();
      });
    });
    writeFileSync(path.join(raw.flash, 'main.py'), breaking());
    await raw.line.write('import machine\nmachine.reset()\u0004');
    await often;
    expect(raw.board.activity).toBe('off');
    rmSync(path.join(raw.flash, 'main.py'));
    raw.plugIn();
    // A fourth start in a row, on a computer that may have more to do.
    await vi.waitUntil(() => raw.line.rest.includes('>>> '), { interval: 5, timeout: 60_000 });
    expect(crashes).toBe(3);
  }, 90_000);

  it('has no line in its bootloader, until the power was away', async () => {
    const closed = new Promise<{ reason: string; message: string }>((resolve) => {
      raw.board.openLine().onClose(resolve);
    });
    await raw.line.write('import machine\nmachine.bootloader()\u0004');
    expect(await closed).toMatchObject({ reason: 'lost', message: expect.stringContaining('in its bootloader') });
    expect(raw.board.activity).toBe('off');
    expect(() => raw.board.openLine()).toThrow(/in its bootloader/);
    await raw.board.powerCycle();
    raw.plugIn();
    await raw.enter();
  });

  it('goes on when its flash folder is taken away', async () => {
    rmSync(raw.flash, { recursive: true });
    expect(
      await raw.run('import os', 'try: print(os.listdir("/"))', 'except OSError as e: print("error", e)'),
    ).toContain('error');
    expect(raw.board.snapshot().flash.totalBytes).toBe(868_352);
  });

  it('shows its pins, its Wi-Fi and its flash, and tells when they change', async () => {
    expect(raw.board.snapshot()).toMatchObject({
      wifi: { active: false, connected: false },
      flash: { totalBytes: 868_352, freeBytes: 860_160 },
    });
    const led = () => raw.board.snapshot().pins.find(({ name }) => name === 'LED')?.level;
    const changed = new Promise<void>((resolve) => {
      raw.board.onDidChange(resolve);
    });
    await raw.run('from machine import Pin', 'Pin("LED", Pin.OUT).on()');
    await changed;
    expect(led()).toBe(1);
    raw.board.drivePin('GP15', 1);
    expect(await raw.run('print(Pin(15, Pin.IN).value())')).toBe('1\r\n\u0004\u0004>');
    expect(() => raw.board.drivePin('GP99', 1)).toThrow(/no pin "GP99"/);
  });

  it('tells that its flash changed, once for a burst of writes, and how much room is left', async () => {
    const told: number[] = [];
    const subscription = raw.board.onDidChange(() => told.push(raw.board.snapshot().flash.freeBytes));
    const before = raw.board.snapshot().flash.freeBytes;
    const startedMs = performance.now();
    await raw.run("with open('big', 'wb') as f:", '    for i in range(40): f.write(bytes(1024))');
    await vi.waitUntil(() => told.at(-1) === before - 11 * 4096, { interval: 5, timeout: 10_000 });
    // At most every 33 ms, however long the writes take on a busy computer.
    expect(told.length).toBeLessThanOrEqual((performance.now() - startedMs) / 30 + 1);
    await raw.run("__import__('os').remove('big')");
    await vi.waitUntil(() => told.at(-1) === before, { interval: 5, timeout: 10_000 });
    const quiet = told.length;
    await raw.run("__import__('os').listdir()", "__import__('time').sleep(0.4)");
    expect(told.length).toBe(quiet);
    subscription.dispose();
  });

  it('takes nothing from a switched-off board', async () => {
    const plain = raw.board.openLine();
    const closed = new Promise<{ reason: string }>((resolve) => {
      plain.onClose(resolve);
    });
    await raw.board.dispose();
    expect((await closed).reason).toBe('lost');
    await expect(plain.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'connection-lost' });
    expect(() => raw.board.openLine()).toThrow(/switched off/);
    expect(existsSync(raw.flash)).toBe(true);
  });

  it('stays switched off when somebody plugs in as it goes off, or wants its power back', async () => {
    const refused = new Promise<unknown>((resolve) => {
      raw.board.openLine().onClose(() => {
        try {
          resolve(raw.board.openLine());
        } catch (error) {
          resolve(error);
        }
      });
    });
    await raw.board.dispose();
    const switchedOff = { code: 'no-board', message: expect.stringContaining('switched off') };
    expect(await refused).toMatchObject(switchedOff);
    await expect(raw.board.powerCycle()).rejects.toMatchObject(switchedOff);
    await expect(raw.board.steer('power on')).rejects.toMatchObject(switchedOff);
    expect(raw.board.activity).toBe('off');
  });
});
