/** `npm start` where no window can be opened: says so, serves the browser, prints the link, ends cleanly on Ctrl-C. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { connectToHost } from '../../app/contract/index.ts';
import { bringUpToDate } from '../../main/build/up-to-date.ts';
import { installationFolder } from '../../main/hosts/installation.ts';
import { channelOf, http, openLink, openSocket } from './web-client.ts';

let home: string;
let child: ChildProcess | null = null;

beforeAll(() => bringUpToDate(['renderer', 'node']), 180_000);
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'bramble-start-'));
});
afterEach(async () => {
  if (child !== null && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  child = null;
  await rm(home, { recursive: true, force: true });
});

function start(program: string, ...parameters: string[]) {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
  const started = spawn(process.execPath, [join(installationFolder, program), ...parameters], {
    env: { ...environment, BRAMBLE_HOME: home, BRAMBLE_SYSLOG: '127.0.0.1:0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
  return { started, errors: text(started.stderr), nextLine: async () => String((await lines.next()).value) };
}

async function useLink(link: string): Promise<void> {
  const port = Number(new URL(link).port);
  const cookie = await openLink(link);
  expect((await http(port, '/', { headers: { cookie } })).body).toContain('<title>');
  const socket = await openSocket(port, { cookie, origin: `http://127.0.0.1:${port}` });
  const { services, dispose } = connectToHost(channelOf(socket));
  expect(await services.project.describe()).toMatchObject({ openFile: 'main.py' });
  const boards = await services.boards.list();
  expect(boards[0]?.address).toBe('sim:');
  dispose();
}

const interrupted = process.platform === 'win32' ? [null, 'SIGINT'] : [0, null];

it('prints the link alone on standard output, serves it, and ends on Ctrl-C', async () => {
  const { started, errors, nextLine } = start('main/hosts/start.ts', '--no-open', '--port', '0');
  const link = await nextLine();
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
  await useLink(link);
  const exit = once(started, 'exit');
  started.kill('SIGINT');
  expect(await exit).toEqual(interrupted);
  expect(await errors).toMatch(/^Bramble runs in the browser: there is no screen here for a window\.$/m);
});

it('is the same from the built tree, as it is installed', async () => {
  const { started, nextLine } = start('dist/main/hosts/cli/bramble.js', 'serve', '--no-open', '--port', '0');
  await useLink(await nextLine());
  const exit = once(started, 'exit');
  started.kill('SIGTERM');
  await exit;
});

it.each([
  [['--prot', '1'], /Unknown option '--prot'/],
  [['--port', 'x'], /"x" is no port/],
  [['--no-open', '/no/such/folder'], /There is no folder “\/no\/such\/folder”/],
])('says what is wrong with %j and exits with 2', async (parameters, sentence) => {
  const { started, errors } = start('main/hosts/start.ts', ...parameters);
  const [code] = await once(started, 'exit');
  expect(code).toBe(2);
  expect(await errors).toMatch(sentence);
});
