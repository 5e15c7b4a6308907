/** `bramble doctor`, `bramble monitor`, and who has a port, on simulated boards that other processes offer. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandRoom } from './command-process.ts';
import { offerBoard } from './simulated.ts';

const room = new CommandRoom();
const flash = join(room.folder, 'flash');
let port: string;
let tcp: string;

beforeAll(async () => {
  mkdirSync(flash, { recursive: true });
  const sim = room.start(['sim', '--json', '--flash', flash]);
  const offered = JSON.parse((await sim.said('stdout', /^\{.*\}$/m))[0]) as { tcp: string; pty: string };
  [port, tcp] = [offered.pty, offered.tcp];
});
afterAll(() => room.end());

interface Report {
  address: string;
  exitCode: number;
  checks: { name: string; status: string; says: string; remedy: string | null }[];
}

async function examine(...args: string[]): Promise<Report> {
  const { stdout, exitCode } = await room.run([...args, 'doctor', '--json']);
  const report = JSON.parse(stdout) as Report;
  expect(report.exitCode).toBe(exitCode);
  return report;
}

describe('bramble doctor', () => {
  it('looks at everything up to what the board tells of itself', async () => {
    writeFileSync(join(flash, 'main.py'), 'x = 1\n');
    const { checks, exitCode } = await examine('--device', port);
    expect(exitCode).toBe(0);
    const said = Object.fromEntries(checks.map(({ name, says }) => [name, says]));
    expect(said).toMatchObject({
      boards: expect.stringContaining('Simulated Pico W'),
      permissions: expect.stringContaining(port),
      attention: 'It came to its prompt.',
      firmware: expect.stringMatching(/^MicroPython v/),
      flash: expect.stringMatching(/^\d+ of \d+ KB free|^\d+ KB of \d+ KB free/),
      'boot.py': 'Not there.',
      'main.py': '6 bytes; it runs at every start.',
      clock: expect.stringContaining('as on this computer'),
      transfer: expect.stringContaining('deflated'),
    });
  });

  it('asks nobody to plug in a simulated board', async () => {
    const { checks, exitCode } = await examine('--device', 'sim:lonely');
    expect(exitCode).toBe(0);
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(checks.slice(0, 2).map(({ name, says }) => [name, says])).toEqual([
      ['address', 'sim:lonely is a simulated board, which runs within this command.'],
      ['attention', 'It came to its prompt.'],
    ]);
  });

  it('catches a board whose program masks Ctrl-C as it is plugged in anew', async () => {
    const folder = join(room.folder, 'masked');
    mkdirSync(folder);
    // What it does in its first seconds can still be interrupted.
    const masking = [
      'import micropython, time',
      'time.sleep(5)',
      'micropython.kbd_intr(-1)',
      'open("masked", "w").close()',
      'while True: time.sleep(1)',
    ].join('\n');
    writeFileSync(join(folder, 'main.py'), masking);
    const plugged = await offerBoard(room, 'masked', '--flash', folder);
    const port = plugged.address.split(':').at(-1) ?? '';
    await expect.poll(() => existsSync(join(folder, 'masked')), { timeout: 60_000 }).toBe(true);
    const doctor = room.start(['--device', plugged.address, 'doctor', '--catch']);
    await doctor.said('stderr', /Unplug the board now, and plug it in again/);
    plugged.process.signal('SIGINT');
    await plugged.process.ended;
    const again = room.start(['sim', 'masked', '--tcp', port, '--flash', folder]);
    const end = await doctor.ended;
    expect(end, end.stdout + end.stderr).toMatchObject({ exitCode: 0 });
    expect(doctor.stdout).toContain('It came to its prompt.');
    again.signal('SIGINT');
    await again.ended;
  }, 120_000);

  it('says what is wrong and what to do where there is no board', async () => {
    const { checks, exitCode } = await examine('--device', 'serial:/dev/ttyNone');
    expect(exitCode).toBe(3);
    expect(checks.find(({ name }) => name === 'permissions')).toMatchObject({
      status: 'problem',
      remedy: expect.stringContaining('Plug the board in'),
    });
    expect(checks.at(-1)).toMatchObject({ name: 'attention', status: 'problem' });
  });

  it('prints the same for people', async () => {
    const { stdout, exitCode } = await room.run(['--device', tcp, 'doctor']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ok {4}attention {3}It came to its prompt\.$/m);
  });
});

describe('a serial port', () => {
  it('that another Bramble has open is told with who has it, and is free again when that one was killed', async () => {
    const holder = room.start(['--device', port, 'repl']);
    await holder.said('stdout', />>> /);
    const { stderr, exitCode } = await room.run(['--device', port, 'exec', 'print(1)']);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(
      /^bramble: Another Bramble \(process \d+, "bramble .*repl"\) has \/dev\/\S+ open since \d\d:\d\d\. /,
    );
    await holder.kill();
    expect((await room.run(['--device', port, 'exec', '--lf', 'print(1)'])).stdout).toBe('1\n');
  });

  it('that another program has locked is told with its name', async () => {
    const script =
      'import fcntl,os,sys,time\nf=os.open(sys.argv[1],os.O_RDWR|os.O_NOCTTY)\nfcntl.flock(f,fcntl.LOCK_EX)\nprint("locked",flush=True)\ntime.sleep(600)';
    const other = room.startProgram('python3', ['-c', script, port]);
    await other.said('stdout', /locked/);
    const { stderr, exitCode } = await room.run(['--device', port, 'exec', 'print(1)']);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^bramble: "python3 -c .*" \(process \d+\) holds \/dev\//s);
    await other.kill();
  });
});

describe('bramble monitor', () => {
  it('shows what a program prints, over a restart, and leaves it alone', async () => {
    writeFileSync(
      join(flash, 'main.py'),
      'import time, machine\nfor i in range(60):\n    print("tick", i)\n    time.sleep_ms(20)\nmachine.reset()\n',
    );
    await room.run(['--device', tcp, 'reset']);
    const monitor = room.start(['--device', tcp, 'monitor', '--lf']);
    await monitor.said('stdout', /tick 59\n[\s\S]*tick 30\n/);
    monitor.signal('SIGINT');
    const { stdout, exitCode } = await monitor.ended;
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain('KeyboardInterrupt');
    writeFileSync(join(flash, 'main.py'), '');
  });
});
