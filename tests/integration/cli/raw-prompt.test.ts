/** What a command costs on the wire besides its work: how often it enters the raw prompt, and whether it leaves it. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CountingRelay } from '../../support/counting-relay.ts';
import { CommandRoom } from './command-process.ts';
import { offerBoard } from './simulated.ts';

const room = new CommandRoom();
let relay: CountingRelay;
let said: string;
let sentBytes: number;
let onSent: (bytes: number) => void;

beforeAll(async () => {
  const { address } = await offerBoard(room, '--flash', 'flash');
  relay = await CountingRelay.start(Number(/\d+$/.exec(address)?.[0]));
  relay.onBytes = (bytes, from) => {
    if (from === 'board') said += Buffer.from(bytes).toString('latin1');
    else sentBytes += bytes.length;
    onSent(sentBytes);
  };
  mkdirSync(join(room.folder, 'project'));
  for (const name of ['a.py', 'b.py']) writeFileSync(join(room.folder, 'project', name), `# ${name}\n`);
  writeFileSync(join(room.folder, 'big.bin'), randomBytes(600_000));
});
beforeEach(() => {
  said = '';
  sentBytes = 0;
  onSent = () => {};
});
afterAll(async () => {
  relay.dispose();
  await room.end();
});

const rawBanner = 'raw REPL; CTRL-B to exit\r\n>';
const command = (...args: string[]) => ['--device', `tcp:127.0.0.1:${relay.port}`, ...args];
const prompts = () => ({
  raw: said.split(rawBanner).length - 1,
  friendly: said.split('Type "help()" for more information.\r\n>>> ').length - 1,
  endsFriendly: said.endsWith('\r\n>>> '),
});

describe('the raw prompt', () => {
  it.each([
    ['a copy to the board', ['fs', 'cp', 'project/a.py', ':']],
    ['a copy from the board', ['fs', 'cp', ':a.py', 'copy.py']],
    ['a listing', ['fs', 'ls']],
    ['a listing of several paths', ['fs', 'ls', ':', ':a.py']],
    ['a sync', ['sync', 'project']],
    ['a sync that finds nothing to do', ['sync', 'project']],
    ['a backup', ['backup', 'board.tar']],
    ['a line of Python that takes the interpreter as it is', ['exec', '--no-reset', 'print(1)']],
  ])('is entered once by %s, and left at the end', async (_name, args) => {
    expect(await room.run(command(...args))).toMatchObject({ exitCode: 0 });
    expect(prompts()).toEqual({ raw: 1, friendly: 1, endsFriendly: true });
  });

  it('is left when a step finds that there is no such file', async () => {
    expect(await room.run(command('fs', 'cat', ':a.py', ':none.py'))).toMatchObject({ exitCode: 1 });
    expect(prompts()).toEqual({ raw: 1, friendly: 1, endsFriendly: true });
  });

  it('is left when Ctrl-C ends a copy in its midst, with nothing of it on the board', async () => {
    const copy = room.start(command('fs', 'cp', 'big.bin', ':'));
    onSent = (bytes) => {
      if (bytes < 20_000) return;
      onSent = () => {};
      copy.signal('SIGINT');
    };
    expect(await copy.ended).toMatchObject({ exitCode: 130 });
    expect(prompts()).toMatchObject({ friendly: 1, endsFriendly: true });
    const { stdout } = await room.run(command('fs', 'ls'));
    expect(stdout).not.toMatch(/big|tmp/);
    expect(readFileSync(join(room.folder, 'flash', 'a.py'), 'utf8')).toBe('# a.py\n');
  });
});
