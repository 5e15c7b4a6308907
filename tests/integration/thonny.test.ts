/** Thonny against a simulated board, on the pseudo-terminal as on a serial port: the half of it that speaks to boards, without windows. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { servePseudoTerminal } from '../../main/simulator/lines/pseudo-terminal.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { describeWith } from '../third-party.ts';

const driver = fileURLToPath(new URL('../support/thonny_backend.py', import.meta.url));

interface Answer {
  printed: { stdout: string; stderr: string };
  response: Record<string, unknown>;
}

describeWith(['thonny'], '"pip install thonny"', 'Thonny', (thonny) => {
  const parts = new AsyncDisposableStack();
  let folder: string;
  let backend: ChildProcessWithoutNullStreams;
  let answers: AsyncIterator<string>;
  let complaints = '';

  const answer = async (): Promise<Answer> => {
    const { value, done } = await answers.next();
    if (done) throw new Error(`Thonny ended: ${complaints}`);
    const { printed, response } = JSON.parse(value) as Answer;
    return { printed: { ...printed, stdout: printed.stdout.replaceAll('\r\n', '\n') }, response };
  };
  const ask = (message: object): Promise<Answer> => {
    backend.stdin.write(`${JSON.stringify(message)}\n`);
    return answer();
  };
  const execute = async (source: string, more: object = {}) => {
    const { printed } = await ask({ kind: 'ToplevelCommand', name: 'execute_source', source, ...more });
    return printed;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bramble-thonny-'));
    if (platform() === 'win32') return;
    const board = await SimulatedBoard.start({ name: 'thonny', flashFolder: join(folder, 'flash') });
    parts.defer(() => board.dispose());
    const port = parts.adopt(await servePseudoTerminal(() => board.openLine()), (served) => served.dispose()).path;
    // The script's own Python is the one that Thonny was installed for.
    const env = { ...process.env, THONNY_USER_DIR: folder };
    backend = spawn(await pythonOf(thonny), [driver, port], { env });
    backend.stderr.on('data', (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    // One that ended reads no more; what it complained of is told instead.
    backend.stdin.on('error', () => {});
    answers = createInterface({ input: backend.stdout })[Symbol.asyncIterator]();
  });
  afterAll(async () => {
    if (backend !== undefined && backend.exitCode === null) {
      backend.stdin.end();
      await once(backend, 'exit');
    }
    await parts.disposeAsync();
    await rm(folder, { recursive: true, force: true });
  });

  it.skipIf(platform() === 'win32')('takes it for a board, and runs, interrupts and feeds its programs', async () => {
    const { response } = await answer();
    expect(response.welcome_text).toMatch(/^MicroPython v[\d.]+ on .*; Raspberry Pi Pico W .* with RP2040\n/);

    expect(await execute('print(6 * 7)\n')).toEqual({ stdout: '42\n', stderr: '' });
    expect((await execute('1 / 0\n')).stderr).toContain('ZeroDivisionError: divide by zero');
    const interrupt = { kind: 'ImmediateCommand', name: 'interrupt' };
    const stopped = await execute('while True:\n    print("tick")\n', { when: 'tick', reply: interrupt });
    expect(stopped.stderr).toContain('KeyboardInterrupt');
    const typed = { kind: 'InputSubmission', data: 'Pico\n' };
    expect((await execute('print("Hi", input("Name? "))\n', { when: 'Name?', reply: typed })).stdout).toContain(
      'Hi Pico',
    );
    const run = await ask({
      kind: 'ToplevelCommand',
      name: 'Run',
      argv: [],
      source: 'import sys\nprint(sys.platform)\n',
    });
    expect(run.printed.stdout).toContain('rp2\n');
  });

  it.skipIf(platform() === 'win32')('saves, reads, lists and deletes files on it', async () => {
    const text = 'value = 1  # the same line again\n'.repeat(100);
    const inline = { kind: 'InlineCommand' };

    await ask({ ...inline, name: 'mkdir', path: '/lib' });
    const file = { content_bytes: text, path: '/lib/saved.py', make_shebang_scripts_executable: false, editor_id: 1 };
    const saved = await ask({ ...inline, name: 'write_file', ...file });
    const inFlash = await readFile(join(folder, 'flash', 'lib', 'saved.py'), 'utf8');
    const read = await ask({ ...inline, name: 'read_file', path: '/lib/saved.py' });
    const listing = { paths: ['/lib'], include_hidden: true, node_id: 'lib' };
    const listed = await ask({ ...inline, name: 'get_dirs_children_info', ...listing });
    const room = await ask({ ...inline, name: 'get_fs_info', path: '/' });
    await ask({ ...inline, name: 'delete', paths: ['/lib/saved.py'] });
    const left = await ask({ ...inline, name: 'get_dirs_children_info', ...listing });

    expect(saved.response.error).toBeUndefined();
    expect(inFlash).toBe(text);
    expect(read.response.content_bytes).toBe(text);
    expect(JSON.stringify(listed.response.data)).toContain('saved.py');
    expect(room.response.total).toBe(848 * 1024);
    expect(JSON.stringify(left.response.data)).not.toContain('saved.py');
  });

  it.skipIf(platform() === 'win32')('completes names and shows variables', async () => {
    await execute('answer = 42\n');
    const shown = await ask({ kind: 'InlineCommand', name: 'get_globals', module_name: '__main__' });
    const wanted = { source: 'import machine\nmachine.unique', row: 2, column: 14 };
    await execute('import machine\n');
    const completed = await ask({ kind: 'InlineCommand', name: 'shell_autocomplete', ...wanted });

    expect(JSON.stringify(shown.response)).toContain('"answer"');
    expect(JSON.stringify(completed.response)).toContain('unique_id');
  });
});

/** The interpreter that pip wrote into a program's first line. */
async function pythonOf(program: string): Promise<string> {
  const [first = ''] = (await readFile(program, 'utf8')).split('\n');
  const named = /^#!(\/\S*python\S*)/.exec(first)?.[1];
  return named ?? join(dirname(await realpath(program)), 'python3');
}
