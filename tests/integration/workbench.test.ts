/** A whole workbench as its clients see it: the real simulated board, log and project, over a channel in memory. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BoardSummary, connectToHost, type HostConnection, memoryChannelPair } from '../../app/contract/index.ts';
import { openAdapters } from '../../main/hosts/adapters.ts';
import { openWorkbench, type Workbench } from '../../main/hosts/workbench.ts';

const board = 'sim:';
let home: string;
let workbench: Workbench;
let client: HostConnection;
const reports: string[] = [];

async function open(): Promise<Workbench> {
  return openWorkbench({
    adapters: openAdapters({ ...process.env, BRAMBLE_HOME: home }),
    syslog: { host: '127.0.0.1', port: 0 },
    report: (sentence) => reports.push(sentence),
  });
}

function connect(to: Workbench): HostConnection {
  const [hostEnd, clientEnd] = memoryChannelPair(structuredClone);
  to.serve(hostEnd);
  return connectToHost(clientEnd);
}

/** The shell's text as one client sees it. */
function shellOf({ onEvent }: HostConnection): { text: () => string } {
  const decoder = new TextDecoder();
  let text = '';
  onEvent('board.output', ({ bytes }) => {
    text += decoder.decode(bytes, { stream: true });
  });
  return { text: () => text };
}

async function boardState(of: HostConnection = client): Promise<BoardSummary['state']['kind']> {
  const boards = await of.services.boards.list();
  return boards.find(({ address }) => address === board)?.state.kind ?? 'disconnected';
}

const isTheBoard = ({ address }: BoardSummary) => address === board;
const ready = () => vi.waitFor(async () => expect(await boardState()).toBe('ready'), { timeout: 20_000 });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'bramble-workbench-'));
  workbench = await open();
  client = connect(workbench);
  await ready();
});
afterAll(async () => {
  client.dispose();
  await workbench.dispose();
  await rm(home, { recursive: true });
});

describe('the first start', () => {
  it('has the simulated board at its prompt', async () => {
    const [first] = await client.services.boards.list();
    expect(first).toMatchObject({
      address: board,
      title: 'Simulated Pico W',
      kind: 'simulated',
      state: { kind: 'ready' },
      firmware: expect.stringMatching(/^MicroPython v1\.29\.0.* Raspberry Pi Pico W/),
    });
    expect(reports).toEqual([]);
  });

  it('has an example that logs to the port that is listened on', async () => {
    const { listening } = await client.services.syslog.status();
    const { text } = await client.services.project.read('main.py');
    expect(text).toContain(`SYSLOG = ("127.0.0.1", ${listening?.port})`);
  });
});

describe('a program', () => {
  it('prints in the shell of every client, and ends as it ended', async () => {
    const shell = shellOf(client);
    const other = connect(workbench);
    const otherShell = shellOf(other);
    expect(await client.services.boards.run(board, { source: 'print(6*7)', name: 'a.py' })).toEqual({
      kind: 'finished',
    });
    await expect
      .poll(() => [shell.text(), otherShell.text()])
      .toEqual([expect.stringContaining('42\r\n'), expect.stringContaining('42\r\n')]);
    other.dispose();
  });

  it('that raises gives its traceback', async () => {
    const result = await client.services.boards.run(board, { source: '1/0', name: 'a.py' });
    expect(result).toEqual({
      kind: 'raised',
      traceback: expect.stringMatching(/^Traceback .*\n[\s\S]*ZeroDivisionError: divide by zero\n?$/),
    });
  });

  it('without end stops, and the state says what runs meanwhile', async () => {
    const running = client.services.boards.run(board, { source: 'while True: pass', name: 'loop.py' });
    await expect.poll(() => boardState()).toBe('running');
    await client.services.boards.stop(board);
    expect(await running).toEqual({ kind: 'stopped' });
    await ready();
  });

  it('keeps running when its client is killed, and a new client sees what it printed', async () => {
    const killed = connect(workbench);
    const source = 'print("before")\ninput()\nprint("after")';
    const lost = killed.services.boards.run(board, { source, name: 'a.py' }).catch((error: unknown) => error);
    await expect.poll(() => boardState()).toBe('running');
    killed.dispose();
    expect(await lost).toMatchObject({ code: 'connection-lost' });
    await client.services.boards.type(board, Buffer.from('\r'));
    await ready();
    const late = connect(workbench);
    const { bytes, position } = await late.services.boards.recentOutput(board);
    expect(new TextDecoder().decode(bytes)).toMatch(/before\r\n\r\nafter\r\n[\s\S]*$/);
    expect(position).toBe(0);
    late.dispose();
  });

  it('that floods waits for a slow client, and nothing is lost when another one is killed meanwhile', async () => {
    const shell = shellOf(client);
    const slow = connect(workbench);
    const held: (() => void)[] = [];
    slow.onEvent('board.output', () => new Promise<void>((resolve) => held.push(resolve)));
    const source = 'for i in range(30000):\n    print("line", i, "of a flood")';
    const flood = client.services.boards.run(board, { source, name: 'flood.py' });
    // The board stands still once the slow client has 256 KiB to deal with; then its tab is killed.
    await expect.poll(() => held.length, { timeout: 20_000 }).toBeGreaterThan(0);
    let length = -1;
    await expect
      .poll(
        () => {
          const still = shell.text().length === length;
          length = shell.text().length;
          return still;
        },
        { interval: 500, timeout: 30_000 },
      )
      .toBe(true);
    slow.dispose();
    expect(await flood).toEqual({ kind: 'finished' });
    const expected = Array.from({ length: 30_000 }, (_, i) => `line ${i} of a flood\r\n`).join('');
    await expect.poll(() => shell.text().includes(expected)).toBe(true);
  });
});

describe('a board', () => {
  it('that restarts is connected again by itself', async () => {
    const reset = client.services.boards.run(board, { source: 'import machine\nmachine.reset()', name: 'reset.py' });
    await expect(reset).rejects.toMatchObject({ code: 'connection-lost' });
    await ready();
    expect(await client.services.boards.run(board, { source: '', name: 'a.py' })).toEqual({ kind: 'finished' });
  });

  it('that was disconnected stays so', async () => {
    await client.services.boards.disconnect(board);
    expect(await boardState()).toBe('disconnected');
    await expect(client.services.boards.stop(board)).rejects.toMatchObject({ code: 'no-board' });
    await Promise.all([client.services.boards.connect(board), client.services.boards.connect(board)]);
    expect(await boardState()).toBe('ready');
  });

  it('tells what it completed of a sync that was broken off, with every look at the boards of this connection', async () => {
    const { boards, files } = client.services;
    const toldTo: (string | undefined)[] = [];
    client.onEvent('boards.changed', (all) => void toldTo.push(all.find(isTheBoard)?.settled?.message));
    const bytes = (text: string) => new TextEncoder().encode(text);
    await files.writeAll(board, [
      { path: '/.bramble-sync.0', bytes: bytes('print("new")\n') },
      { path: '/.bramble-sync.journal', bytes: bytes('["m","/synced.py",0]\n') },
    ]);
    await boards.disconnect(board);
    await boards.connect(board);
    await ready();
    const message = 'An interrupted sync was completed: 1 change took effect on the board.';
    await vi.waitFor(() => expect(toldTo).toContain(message), { timeout: 20_000 });
    expect((await boards.list()).find(isTheBoard)?.settled).toEqual({ atMs: expect.any(Number), message });
    expect(new TextDecoder().decode(await files.read(board, '/synced.py'))).toBe('print("new")\n');
    await files.remove(board, '/synced.py');
    await boards.disconnect(board);
    await boards.connect(board);
    await ready();
    expect((await boards.list()).find(isTheBoard)).not.toHaveProperty('settled');
  });

  it('at an address that leads nowhere is an error, and listed no further', async () => {
    const nowhere = 'tcp:127.0.0.1:1';
    await expect(client.services.boards.connect(nowhere)).rejects.toMatchObject({ code: 'no-board' });
    expect((await client.services.boards.list()).map(({ address }) => address)).not.toContain(nowhere);
  });
});

describe('the board’s files', () => {
  it('are written, listed, read, renamed and removed', async () => {
    const { files } = client.services;
    const bytes = Uint8Array.from({ length: 3000 }, (_, index) => index);
    await files.makeFolder(board, '/lib');
    await files.write(board, '/lib/data.bin', bytes);
    await files.rename(board, '/lib/data.bin', '/lib/more.bin');
    expect(await files.list(board, '/lib')).toEqual([{ name: 'more.bin', kind: 'file', sizeBytes: 3000 }]);
    expect(await files.read(board, '/lib/more.bin')).toEqual(bytes);
    await files.remove(board, '/lib');
    await expect(files.list(board, '/lib')).rejects.toMatchObject({ code: 'board-file-not-found' });
    const { totalBytes, freeBytes } = await files.space(board);
    expect(totalBytes).toBeGreaterThan(freeBytes);
  });

  it('are refused while a program runs, with the remedy', async () => {
    const running = client.services.boards.run(board, { source: 'while True: pass', name: 'loop.py' });
    await expect.poll(() => boardState()).toBe('running');
    await expect(client.services.files.list(board, '/')).rejects.toMatchObject({
      code: 'board-busy',
      message: 'The board runs loop.py. Press Stop, then its files can be used.',
    });
    await client.services.boards.stop(board);
    await running;
  });
});

describe('the simulated board', () => {
  it('shows its pins, and tells when they change', async () => {
    const seen: (0 | 1 | undefined)[] = [];
    const led = ({ pins }: { pins: { name: string; level: 0 | 1 }[] }) =>
      pins.find(({ name }) => name === 'LED')?.level;
    const subscription = client.onEvent('simulator.changed', ({ snapshot }) => void seen.push(led(snapshot)));
    await client.services.simulator.snapshot(board);
    await client.services.boards.run(board, {
      source: 'from machine import Pin\nPin("LED", Pin.OUT).on()',
      name: 'on.py',
    });
    await expect.poll(() => seen.at(-1)).toBe(1);
    expect(led(await client.services.simulator.snapshot(board))).toBe(1);
    subscription.dispose();
  });

  it('has pins that can be driven from outside', async () => {
    const shell = shellOf(client);
    await client.services.simulator.drivePin(board, 'GP15', 1);
    const source = 'from machine import Pin\nprint("button", Pin(15, Pin.IN).value())';
    await client.services.boards.run(board, { source, name: 'button.py' });
    await client.services.simulator.drivePin(board, 'GP15', null);
    await expect.poll(() => shell.text()).toContain('button 1\r\n');
  });
});

describe('the example', () => {
  it('blinks, prints and logs, and its lines are there after a restart', async () => {
    const shell = shellOf(client);
    const { text } = await client.services.project.read('main.py');
    const running = client.services.boards.run(board, { source: text, name: 'main.py' });
    await expect.poll(() => shell.text(), { timeout: 30_000 }).toContain('blink 2\r\n');
    await client.services.boards.stop(board);
    await running;
    const logged = async (of: HostConnection) =>
      (await of.services.syslog.rows({}, { limit: 10 })).map((row) => row.text);
    await expect.poll(() => logged(client)).toEqual(expect.arrayContaining(['blink started', 'blink 1', 'blink 2']));

    client.dispose();
    await workbench.dispose();
    workbench = await open();
    client = connect(workbench);
    expect(await logged(client)).toEqual(expect.arrayContaining(['blink started', 'blink 1', 'blink 2']));
    await ready();
  });
});

describe('a second Bramble', () => {
  it('says who has the simulated board, and works all the same', async () => {
    const second = await open();
    const other = connect(second);
    await expect.poll(() => reports.at(-1), { timeout: 20_000 }).toBeDefined();
    const [own] = await other.services.boards.list();
    expect(own).toMatchObject({ address: board, state: { kind: 'lost', reason: expect.any(String) } });
    expect(await other.services.project.describe()).toMatchObject({ name: 'first-project' });
    other.dispose();
    await second.dispose();
    expect(await boardState()).toBe('ready');
  });
});

it('a project folder that is missing is an error before anything is held', async () => {
  const opened = openWorkbench({
    adapters: openAdapters({ ...process.env, BRAMBLE_HOME: join(home, 'other') }),
    folder: join(home, 'missing'),
    syslog: { host: '127.0.0.1', port: 0 },
    report: () => {},
  });
  await expect(opened).rejects.toMatchObject({ code: 'file-not-found' });
});

it('the first project is a folder of the user’s own', async () => {
  const { folder } = await client.services.project.describe();
  expect(folder).toBe(join(home, 'projects', 'first-project'));
  expect(await readFile(join(folder, 'main.py'), 'utf8')).toContain('Pin("LED", Pin.OUT)');
});
