import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CommandRoom } from './command-process.ts';
import { offerBoard } from './simulated.ts';

const room = new CommandRoom();
let device = '';

beforeAll(async () => {
  device = (await offerBoard(room)).address;
  mkdirSync(join(room.folder, 'project'));
  writeFileSync(join(room.folder, 'project', 'hello.py'), 'print("hello from the computer")\n');
});
afterAll(() => room.end());

const mount = (...args: string[]) => room.run(['--device', device, 'mount', ...args]);

it('bramble mount lets a line of Python and a program import from the folder', async () => {
  const line = await mount('project', '--exec', 'import hello');
  expect(line).toMatchObject({ stdout: 'hello from the computer\r\n', stderr: '', exitCode: 0 });
  writeFileSync(join(room.folder, 'main.py'), 'import hello\nopen("out.txt", "w").write("out")\n1 / 0\n');
  const program = await mount('project', '--run', 'main.py');
  expect(program).toMatchObject({ stdout: 'hello from the computer\r\n', exitCode: 1 });
  expect(program.stderr).toContain('File "main.py", line 3');
});

it('bramble mount keeps the folder at the prompt, over a soft reset', async () => {
  writeFileSync(join(room.folder, 'project', 'again.py'), 'print("imported again")\n');
  const prompt = room.start(['--device', device, 'mount', 'project']);
  prompt.type('import again\n');
  await prompt.said('stdout', /imported again\r\n>>> /);
  prompt.type('\x04');
  await prompt.said('stdout', /soft reboot[\s\S]*>>> /);
  prompt.type('import again\n');
  await prompt.said('stdout', /soft reboot[\s\S]*imported again\r\n>>> /);
  prompt.endOfInput();
  expect(await prompt.ended).toMatchObject({ exitCode: 0 });
});

it('bramble mount of no folder is refused', async () => {
  expect(await mount('gone')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('There is no folder gone'),
  });
});
