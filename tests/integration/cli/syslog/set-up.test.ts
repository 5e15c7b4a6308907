/** `bramble syslog setup` with a simulated board of its own process, and with one that is offered. */
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../networking/free-port.ts';
import { CommandRoom, endAll } from '../command-process.ts';

const room = new CommandRoom();
afterEach(endAll);
afterAll(() => room.end());

describe('bramble syslog setup', () => {
  it('has a board log to a listener that runs, takes the password from stdin and tells it to nobody', async () => {
    const listener = room.start(['syslog', 'serve', '--host', '127.0.0.1', '--udp', '0']);
    const [, port] = await listener.said('stderr', /127\.0\.0\.1:(\d+)/);
    const setup = room.start([
      ...['--device', 'sim:logging', 'syslog', 'setup'],
      ...['--wifi', 'bramble', '--password-stdin', '--name', 'kitchen', '--port', String(port)],
    ]);
    setup.type('a secret word\n');
    setup.endOfInput();
    const { stdout, stderr, exitCode } = await setup.ended;
    expect({ stdout, stderr, exitCode }).toMatchObject({ exitCode: 0 });
    expect(stdout + stderr).toContain('The logs of kitchen arrive.');
    expect(stdout + stderr).not.toContain('secret');
    await listener.said('stdout', /kitchen +main: Logs of this board arrive here: test [0-9a-f]{8}\n/);
    expect(listener.stdout).not.toContain('secret');
  });

  it('listens itself when nothing else does, says so, and takes everything off the board again', async () => {
    const port = String(await freePort('udp'));
    const setup = await room.run(['--device', 'sim:logging', 'syslog', 'setup', '--port', port]);
    expect(setup).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('start "bramble syslog serve"') });
    const remove = await room.run(['--device', 'sim:logging', 'syslog', 'setup', '--remove']);
    expect(remove).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('from its next start on') });
    const again = await room.run(['--device', 'sim:logging', 'syslog', 'setup', '--remove']);
    expect(again.stderr).toContain('The board was not set up.');
  });

  it('refuses what cannot be, with exit code 2', async () => {
    const refused = [['--port', '0'], ['--name', 'two words'], ['--password-stdin'], ['--wifi', 'home']];
    for (const options of refused) {
      expect(await room.run(['--device', 'sim:logging', 'syslog', 'setup', ...options])).toMatchObject({ exitCode: 2 });
    }
  });
});
