/**
 * Each host's process keeps WASM code (main/hosts/wasm-code.ts says why). V8 itself is asked: it is to tell of each time that it collects
 * such code, and to collect whenever there is some.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { connectToHost } from '../../app/contract/index.ts';
import { CommandRoom, repositoryFolder } from './cli/command-process.ts';
import { longOutput, longProgram, runOnBoard } from './run-on-board.ts';
import { channelOf, openLink, openSocket } from './web-client.ts';

const flags = ['--trace-wasm-code-gc', '--stress-wasm-code-gc'];
const commandLine = new URL('../../main/hosts/cli/bramble.ts', import.meta.url);
const collected = '[wasm-gc]';

const room = new CommandRoom();
afterAll(() => room.end());

const start = (program: URL, ...args: string[]) =>
  room.startProgram(process.execPath, [...flags, fileURLToPath(program), ...args], {
    BRAMBLE_SYSLOG: '127.0.0.1:0',
  });

it('is collected, and that is told, in a process that does not keep it', async () => {
  const board = JSON.stringify(join(repositoryFolder, 'main/simulator/simulated-board.ts'));
  const flashFolder = JSON.stringify(join(room.folder, 'flash'));
  const source = `
    const { SimulatedBoard } = await import(${board});
    const board = await SimulatedBoard.start({ name: 'alone', flashFolder: ${flashFolder} });
    const line = board.openLine();
    let said = '';
    line.onData((bytes) => {
      said += Buffer.from(bytes).toString();
      if (said.includes(${JSON.stringify(longOutput)})) process.exit(0);
    });
    await line.write(Buffer.from(${JSON.stringify(`${longProgram}\r`)}));
  `;
  const { ended } = room.startProgram(process.execPath, [...flags, '--input-type=module', '--eval', source]);
  const { stdout, exitCode } = await ended;
  expect(exitCode).toBe(0);
  expect(stdout).toContain(collected);
});

it('is kept by the command line', async () => {
  const { stdout, exitCode } = await start(commandLine, '--device', 'sim:', 'exec', longProgram).ended;
  expect({ stdout: stdout.trimEnd(), exitCode }).toEqual({ stdout: longOutput, exitCode: 0 });
});

// Only from here on: Node takes the types off the sources by WASM, too, before an entry has a say.
it.each([
  ['npm start', new URL('../../main/hosts/start.ts', import.meta.url), ['--browser']],
  ['bramble serve', commandLine, ['serve']],
])('is kept by the web host, as %s starts it', async (_name, program, args) => {
  const host = start(program, ...args, '--no-open', '--port', '0');
  const [link, port = ''] = await host.said('stdout', /http:\/\/127\.0\.0\.1:(\d+)\/\S+/);
  const cookie = await openLink(link);
  const socket = await openSocket(Number(port), { cookie, origin: `http://127.0.0.1:${port}` });
  const client = connectToHost(channelOf(socket));
  expect(await runOnBoard(client)).toBe(longOutput);
  client.dispose();
  host.signal('SIGINT');
  await host.ended;
  expect(host.stdout.split(link)[1]).not.toContain(collected);
});

it('is kept by the services of the window', async () => {
  const { stdout, stderr, exitCode } = await start(new URL('./electron/services-alone.ts', import.meta.url)).ended;
  const [, sinceOpen] = stdout.split('open\n');
  expect({ sinceOpen, stderr, exitCode }).toEqual({ sinceOpen: `${longOutput}\n`, stderr: '', exitCode: 0 });
});
