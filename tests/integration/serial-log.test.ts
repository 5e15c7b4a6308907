/** What a board prints and what it sends, in one timeline: a whole workbench with its simulated board, its log and the command line. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { HostConnection } from '../../app/contract/index.ts';
import type { SyslogRow } from '../../app/syslog/index.ts';
import { CommandRoom } from './cli/command-process.ts';
import { openWorkbenchAndClient, type WorkbenchAndClient } from './workbench-and-client.ts';

const board = 'sim:';
const patience = { timeout: 30_000, interval: 20 };
const room = new CommandRoom();
let workbench: WorkbenchAndClient;
let client: HostConnection;
let output = '';

beforeAll(async () => {
  workbench = await openWorkbenchAndClient(room.dataFolder, { report: (sentence) => expect.fail(sentence) });
  client = workbench.client;
  client.onEvent('board.output', ({ bytes }) => {
    output += Buffer.from(bytes).toString();
  });
  await vi.waitFor(async () => expect((await client.services.boards.list())[0]?.state.kind).toBe('ready'), patience);
});
afterAll(async () => {
  await workbench.dispose();
  await room.end();
});

const run = (source: string) => client.services.boards.run(board, { source, name: 'main.py' });
const type = (text: string) => client.services.boards.type(board, Buffer.from(text));
const rows = (query: string) => client.services.syslog.rows({ query }, { limit: 100 });
const texts = (found: readonly SyslogRow[]) => found.map(({ text }) => text);

async function rowsOnceThere(query: string, count = 1): Promise<SyslogRow[]> {
  return vi.waitFor(async () => {
    const found = await rows(query);
    expect(texts(found)).toHaveLength(count);
    return found;
  }, patience);
}

describe('what a board prints', () => {
  it('is not in the log of a board that sends nothing there', async () => {
    expect(await client.services.syslog.serialKept()).toBe('logging');
    await run('print("hello from nowhere")');
    // What came first is stored first.
    await client.services.syslog.keepSerial('all');
    await run('print("hello from somewhere")');
    const [row] = await rowsOnceThere('via:serial');
    expect(row).toMatchObject({
      text: 'hello from somewhere',
      appName: 'main.py',
      severity: 6,
      address: 'serial/sim:',
    });
    expect(row?.hostname).toMatch(/^pico-[0-9a-f]{6}$/);
    await client.services.syslog.keepSerial('logging');
  });

  it('before the log knew the board is there once it does', async () => {
    const library = await readFile(new URL('../../app/micropython/library/bramble_log.py', import.meta.url));
    await client.services.files.write(board, '/bramble_log.py', library);
    const { listening } = await client.services.syslog.status();
    const ran = run(`import network, time, bramble_log
print("before the Wi-Fi")
wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect("Bramble", "")
while not wlan.isconnected(): time.sleep_ms(10)
input()
bramble_log.start("127.0.0.1", ${listening?.port}, name="pantry")
`);
    await vi.waitFor(() => expect(output).toContain('before the Wi-Fi'), patience);
    // By now the log was asked for the board's name, and has none: it answers one after another.
    expect(await rows('msgid:BOOT')).toEqual([]);
    await type('\r');
    await ran;
    const [printed] = await rowsOnceThere('via:serial "before the Wi-Fi"');
    const [boot] = await rowsOnceThere('msgid:BOOT');
    expect(printed).toMatchObject({ hostname: 'pantry', appName: 'main.py' });
    expect(printed?.receivedAtMs).toBeLessThan(boot?.receivedAtMs ?? 0);
  });

  it('stands beside what it sends, in order of time and under the same name', async () => {
    const { listening } = await client.services.syslog.status();
    const settings = {
      wifi: { ssid: 'Bramble', password: '' },
      host: '127.0.0.1',
      port: listening?.port ?? 0,
      name: 'kitchen',
    };
    expect(await client.services.syslog.setUpBoard(board, settings)).toMatchObject({ arrived: true, board: 'kitchen' });
    const program = `import bramble_log
for number in range(3):
    print("printed", number, "é <b>")
    input()
    bramble_log.info("logged %d", number)
    input()
`;
    const ran = run(program);
    const both = 'host:kitchen (printed OR logged)';
    for (let count = 1; count <= 6; count++) {
      await rowsOnceThere(both, count);
      await type('\r');
    }
    expect(await ran).toEqual({ kind: 'finished' });
    const found = await rows(both);
    expect(found.map(({ text, address }) => [text, address])).toEqual(
      [0, 1, 2].flatMap((number) => [
        [`printed ${number} é <b>`, 'serial/sim:'],
        [`logged ${number}`, '127.0.0.1'],
      ]),
    );
    expect(texts(await rows(`${both} via:serial`))).toHaveLength(3);
    expect(texts(await rows(`${both} -via:serial`))).toEqual(['logged 0', 'logged 1', 'logged 2']);
    const { vias } = await client.services.syslog.facets({ query: both });
    expect(vias).toEqual([
      { name: 'network', count: 3 },
      { name: 'serial', count: 3 },
    ]);
    // Its status is that of what it sends.
    const [status] = await client.services.syslog.boards();
    expect(status).toMatchObject({ board: 'kitchen', address: '127.0.0.1', crashes: 0 });
  });

  it('has a traceback as one line, and nothing of what is typed', async () => {
    const ran = run('name = input("Password: ")\nprint("Hello")\nraise OSError(5)\n');
    await rowsOnceThere('via:serial "Password:"');
    await type('hunter2\r');
    expect(await ran).toMatchObject({ kind: 'raised' });
    const [row] = await rowsOnceThere('via:serial Traceback');
    expect(row).toMatchObject({
      text: 'Traceback (most recent call last):\n  File "<stdin>", line 3, in <module>\nOSError: [Errno 5] EIO',
      severity: 3,
      hostname: 'kitchen',
      appName: 'main.py',
    });
    expect(await rows('text:hunter2')).toEqual([]);
  });

  it('of a crash that it sends too is one error with that, and the next crash another', async () => {
    const crashing = (seconds: number) =>
      run(`import bramble_log, time\ndef main():\n    with bramble_log.guard: time.sleep("${seconds}")\nmain()\n`);
    const counted = async () => {
      const { kinds } = await client.services.syslog.errors({ query: 'host:kitchen "in main"' });
      return kinds.map(({ count, place, sentBy }) => ({ count, place, sentBy }));
    };
    const one = {
      place: { file: 'main.py', named: '<stdin>', program: 'main.py', line: 3, inFunction: 'main' },
      sentBy: { address: '127.0.0.1', hostname: 'kitchen' },
    };
    for (const count of [1, 2]) {
      expect(await crashing(count)).toMatchObject({ kind: 'raised' });
      const both = 'msgid:CRASH OR (via:serial "TypeError")';
      await rowsOnceThere(both, 2 * count);
      expect(await counted()).toEqual([{ ...one, count }]);
    }
    const { stdout } = await room.run(['syslog', 'errors', '--json', 'host:kitchen "in main"']);
    expect(JSON.parse(stdout)).toMatchObject({ kinds: [{ ...one, count: 2, boards: ['kitchen'] }] });
  });

  it('of the shell is kept without what stands at the prompt, and nothing of file transfers', async () => {
    await client.services.files.write(board, '/kept.txt', Buffer.from('not a line of the log\n'));
    await type('6 * 7, "at the prompt"\r');
    const [row] = await rowsOnceThere('via:serial "at the prompt"');
    expect(row).toMatchObject({ text: "(42, 'at the prompt')", appName: 'shell' });
    expect(await rows('"not a line of the log"')).toEqual([]);
  });

  it('is found from the command line, and every line of it is accounted for', async () => {
    await run('for number in range(2000): print("flood", number)\n');
    await rowsOnceThere('via:serial "flood 1999"');
    const { totalRows, droppedCount } = await client.services.syslog.status();
    const stats = await room.run(['syslog', 'stats', '--json', 'via:serial flood']);
    expect(JSON.parse(stats.stdout)).toMatchObject({ total: 2000, dropped: 0, byBoard: { kitchen: 2000 } });
    expect(droppedCount).toBe(0);
    expect(totalRows).toBeGreaterThan(2000);
    const { stdout } = await room.run(['syslog', 'search', 'via:serial printed']);
    expect(stdout.trimEnd().split('\n')).toEqual(
      [0, 1, 2].map((number) =>
        expect.stringMatching(new RegExp(`info +kitchen +main\\.py: printed ${number} é <b>$`)),
      ),
    );
  });

  it('is kept no more when the user wants it so', async () => {
    await client.services.syslog.keepSerial('none');
    await run('print("not for the log")');
    await client.services.syslog.keepSerial('logging');
    await run('print("for the log again")');
    await rowsOnceThere('"for the log again"');
    expect(await rows('"not for the log"')).toEqual([]);
  });
});
