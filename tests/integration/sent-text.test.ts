/** What a board had when it named a line: a whole workbench with its simulated board and its log, and the command line beside it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { HostConnection } from '../../app/contract/index.ts';
import { type SyslogRow, sourceLinks } from '../../app/syslog/index.ts';
import { SentPrograms } from '../../main/platform/sent-programs.ts';
import { usualBoardName } from '../../main/services/serial-log/board-name.ts';
import { CommandRoom } from './cli/command-process.ts';
import { offerBoard } from './cli/simulated.ts';
import { openWorkbenchAndClient, type WorkbenchAndClient } from './workbench-and-client.ts';

const board = 'sim:';
const patience = { timeout: 30_000, interval: 20 };
const room = new CommandRoom();

describe('the text that a board had when a row of the log came', () => {
  let workbench: WorkbenchAndClient;
  let client: HostConnection;

  beforeAll(async () => {
    workbench = await openWorkbenchAndClient(room.dataFolder, { report: (sentence) => expect.fail(sentence) });
    client = workbench.client;
    await vi.waitFor(async () => expect((await client.services.boards.list())[0]?.state.kind).toBe('ready'), patience);
    await client.services.syslog.keepSerial('all');
  });
  afterAll(async () => {
    await workbench.dispose();
  });

  const run = (source: string) => client.services.boards.run(board, { source, name: 'main.py' });
  const write = (path: string, text: string) => client.services.files.write(board, path, Buffer.from(text));

  async function rowOf(text: string): Promise<SyslogRow> {
    return vi.waitFor(async () => {
      const [row] = await client.services.syslog.rows({ query: `"${text}"` }, { limit: 1 });
      expect(row?.text).toContain(text);
      return row as SyslogRow;
    }, patience);
  }

  const sentText = (row: Pick<SyslogRow, 'address' | 'hostname' | 'receivedAtMs'>, file: string) => {
    const { address, hostname, receivedAtMs } = row;
    return client.services.syslog.sentText({ address, hostname, receivedAtMs, file, program: null });
  };

  it('is that of the program that ran then, whatever was run since', async () => {
    const first = 'raise ValueError("first")\n';
    const second = '# changed\nraise ValueError("second")\n';
    await run(first);
    const [row, next] = [await rowOf('ValueError: first'), await run(second).then(() => rowOf('ValueError: second'))];
    const ran = ({ address, hostname, receivedAtMs }: SyslogRow) =>
      client.services.syslog.sentText({ address, hostname, receivedAtMs, file: '<stdin>', program: 'main.py' });
    expect([await ran(row), await ran(next)]).toEqual([first, second]);
  });

  it('is that of the file by the name that the board gives it, until something else comes there', async () => {
    const module = 'def measure():\n    raise ValueError("in a module")\n';
    await write('/probe.py', module);
    await run('import probe\nprobe.measure()\n');
    const row = await rowOf('ValueError: in a module');
    const file = sourceLinks(row.text).at(-1)?.file ?? '';
    expect([file, await sentText(row, file)]).toEqual(['probe.py', module]);
    await write('/newer.py', 'pass\n');
    await client.services.files.remove(board, '/probe.py');
    await client.services.files.rename(board, '/newer.py', '/probe.py');
    expect(await sentText({ ...row, receivedAtMs: Date.now() }, file)).toBeNull();
    expect(await sentText(row, file)).toBe(module);
  });

  it('is found for what the board sends over the network, under the name that it has by default', async () => {
    await write('/main.py', 'print("deployed")\n');
    const row = { address: '192.168.1.20', hostname: usualBoardName(board), receivedAtMs: Date.now() };
    expect(await sentText(row, 'main.py')).toBe('print("deployed")\n');
    expect(await sentText({ ...row, hostname: 'elsewhere' }, 'main.py')).toBeNull();
  });
});

describe('what the command line sends', () => {
  let device = '';

  beforeAll(async () => {
    device = (await offerBoard(room)).address;
  });
  afterAll(() => room.end());

  it.each([
    ['fs cp', ['fs', 'cp', 'sent.py', ':main.py']],
    ['sync', ['sync', 'folder', ':']],
  ])('is known to the IDE: %s', async (name, command) => {
    const source = `print(${JSON.stringify(name)})\n`;
    writeFileSync(join(room.folder, 'sent.py'), source);
    mkdirSync(join(room.folder, 'folder'), { recursive: true });
    writeFileSync(join(room.folder, 'folder', 'main.py'), source);
    expect(await room.run(['--device', device, ...command])).toMatchObject({ exitCode: 0 });
    const sent = new SentPrograms(room.dataFolder, Date.now);
    const known = sent.boards().map((each) => sent.textAt(each, { file: '/main.py' }, Date.now())?.text);
    sent.dispose();
    expect(known).toContain(source);
  });
});
