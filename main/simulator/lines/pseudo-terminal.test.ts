import { once } from 'node:events';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { platform } from 'node:os';
import { SerialPort } from 'serialport';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LoopbackLine } from '../../../tests/loopback-line.ts';
import { waitForBoth } from '../../transports/serial-waits.ts';
import { servePseudoTerminal } from './pseudo-terminal.ts';

async function serve() {
  const lines: LoopbackLine[] = [];
  const served = await servePseudoTerminal(() => {
    const line = new LoopbackLine();
    lines.push(line);
    return line;
  });
  onTestFinished(() => served.dispose());
  return { lines, served };
}

async function openPort(path: string): Promise<SerialPort> {
  const port = new SerialPort({ path, baudRate: 115_200 });
  await once(port, 'open');
  waitForBoth(port);
  return port;
}

async function closePort(port: SerialPort): Promise<void> {
  port.close();
  await once(port, 'close');
}

/** The next `count` bytes. One listener hears them all: what came while nobody listened would be lost. */
function take(port: SerialPort, count: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    const hear = (chunk: Buffer) => {
      parts.push(chunk);
      length += chunk.length;
      if (length < count) return;
      port.off('data', hear);
      resolve(Buffer.concat(parts));
    };
    port.on('data', hear);
  });
}

const hasTerminals = platform() === 'linux' || platform() === 'darwin';

describe.skipIf(!hasTerminals)('a board on a pseudo-terminal', () => {
  it('carries every byte both ways, unechoed and untranslated', async () => {
    const { lines, served } = await serve();
    const port = await openPort(served.path);
    const all = Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    const back = take(port, 256);

    port.write(all);

    expect(await back).toEqual(all);
    expect(Buffer.concat(lines[0]?.received ?? [])).toEqual(all);
    await closePort(port);
  });

  it('survives programs that open and close it again and again, each on a line of its own', async () => {
    const { lines, served } = await serve();
    for (let turn = 1; turn <= 4; turn++) {
      const port = await openPort(served.path);
      const back = take(port, 5);
      port.write(`turn${turn}`);
      expect((await back).toString()).toBe(`turn${turn}`);
      await closePort(port);
      await expect.poll(() => lines.at(-1)?.disposed).toBe(true);
    }
    expect(lines.length).toBe(4);
  });

  it('carries a megabyte each way', async () => {
    const { served } = await serve();
    const port = await openPort(served.path);
    const sent = Buffer.alloc(1_000_000, 'The quick brown fox. ');
    const back = take(port, sent.length);

    port.write(sent);

    expect((await back).equals(sent)).toBe(true);
    await closePort(port);
  });

  it('hears what a program wrote that had closed before anybody looked', async () => {
    const { lines, served } = await serve();
    const slave = openSync(served.path, 'w');

    writeSync(slave, 'hasty');
    closeSync(slave);

    await expect.poll(() => Buffer.concat(lines[0]?.received ?? []).toString()).toBe('hasty');
    await expect.poll(() => lines[0]?.disposed).toBe(true);
  });

  it('keeps what one program did not read from the next', async () => {
    const { lines, served } = await serve();
    const first = await openPort(served.path);
    first.pause();
    first.write('leftover');
    await expect.poll(() => Buffer.concat(lines[0]?.received ?? []).toString()).toBe('leftover');
    await closePort(first);
    await expect.poll(() => lines[0]?.disposed).toBe(true);

    // Without the serialport package, which throws old bytes away itself.
    const second = openSync(served.path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    expect(() => readSync(second, new Uint8Array(10))).toThrow('EAGAIN');
    closeSync(second);
  });

  it('stays when the board resets, and shows why the board crashed', async () => {
    const { lines, served } = await serve();
    const port = await openPort(served.path);
    await expect.poll(() => lines.length).toBe(1);

    lines[0]?.drop('reset', 'The board restarted.');
    await expect.poll(() => lines.length).toBe(2);
    const message = take(port, 22);
    lines[1]?.drop('lost', 'The board crashed.');
    expect((await message).toString()).toBe('\r\nThe board crashed.\r\n');

    const back = take(port, 5);
    port.write('again');
    expect((await back).toString()).toBe('again');
    expect(lines.length).toBe(3);
    await closePort(port);
  });
});

it('says where there are no pseudo-terminals, and what to do instead', async () => {
  await expect(servePseudoTerminal(() => new LoopbackLine(), 'win32')).rejects.toMatchObject({
    code: 'not-supported',
    message: 'This system has no pseudo-terminals. Offer the board on a TCP port instead: bramble sim --tcp 0.',
  });
});
