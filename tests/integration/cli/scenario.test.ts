import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { toggler } from '../../support/toggler.ts';
import { CommandRoom, endAll } from './command-process.ts';
import { offerBoard } from './simulated.ts';

const room = new CommandRoom();
afterEach(endAll);
afterAll(() => room.end());

function write(name: string, text: string): string {
  writeFileSync(join(room.folder, name), text);
  return name;
}

function runWith(program: string, scenario: string, device = 'sim:') {
  write('program.py', program);
  write('test.scenario', scenario);
  return room.run(['--device', device, 'run', '--lf', 'program.py', '--scenario', 'test.scenario']);
}

describe('bramble run --scenario', () => {
  it('presses and looks, ends a program without end, and says that all was met', async () => {
    const scenario = `# The lamp follows the button.
expect output "ready" within 60s
press GP15
expect output "lamp 1" within 60s
expect GP14 high within 60s
expect output "let go" within 60s
wait 10ms
press GP15
expect output "lamp 0" within 60s
expect GP14 low within 60s
`;
    expect(await runWith(toggler, scenario)).toMatchObject({
      stdout: expect.stringMatching(/^ready\nlamp 1\nlet go\nlamp 0\n/),
      stderr: 'bramble: test.scenario was played to its end: 6 expectations met.\n',
      exitCode: 0,
    });
  });

  it('fills the flash and takes the power away while a program writes', async () => {
    const logger = `
import os
try:
    with open('log.txt', 'w') as log:
        while True:
            log.write('0123456789')
            log.flush()
except OSError as error:
    print('log ends:', error, os.stat('log.txt')[6])
os.remove('log.txt')
print('writing')
with open('other.txt', 'w') as other:
    while True:
        other.write('0123456789')`;
    const scenario = `
when output contains "writing": fault power lost
fault flash full 95 bytes left
expect output "log ends: 28 90" within 60s
wait 10s`;
    const { stdout, stderr, exitCode } = await runWith(
      `import os, time\nwhile os.statvfs('/')[3]: pass\n${logger.replace("print('writing')", "print('writing')\ntime.sleep(1)")}`,
      scenario,
    );
    expect({ stdout, exitCode }).toEqual({ stdout: 'log ends: 28 90\nwriting\n', exitCode: 3 });
    expect(stderr).toMatch(/lost its power while it wrote to its flash/);
  });

  it('does things at their times and when something is printed', async () => {
    const counter = `
import time
from machine import ADC, Pin
button, knob = Pin(15, Pin.IN, Pin.PULL_UP), ADC(26)
print('ready')
while knob.read_u16() < 40000:
    time.sleep_ms(1)
print('turned')
count = 0
while count < 3:
    if button.value() == 0:
        count += 1
        while button.value() == 0:
            time.sleep_ms(1)
    time.sleep_ms(1)
print('counted')`;
    const scenario = 'when output contains "ready": volts GP26 2.5\nevery 300ms: press GP15\nat 10ms: wifi off';
    expect(await runWith(counter, scenario)).toMatchObject({
      stdout: 'ready\nturned\ncounted\n',
      stderr: 'bramble: test.scenario was played to its end; it expects nothing.\n',
      exitCode: 0,
    });
  });

  it('fails with the line and what came instead, and stops the program', async () => {
    // Pressed before the program listens, the button would be missed.
    const scenario = `expect output "ready\\n" within 60s
press GP15
expect output "lamp " within 60s
expect output "lamp 7" within 1s
`;
    const { stderr, exitCode } = await runWith(toggler, scenario);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^bramble: test\.scenario, line 4 \(expect output "lamp 7" within 1s\) failed: what was printed is "1\\n(let go\\n)?"\.\n$/,
    );
  });

  it('fails when the program ends before, and when it raises', async () => {
    const scenario = 'expect output "later" within 60s';
    expect(await runWith("print('now')", scenario)).toMatchObject({
      stderr: expect.stringMatching(/^bramble: test\.scenario, line 1 .* "now\\n" when the program ended\.\n$/),
      exitCode: 1,
    });
    expect(await runWith('1/0', scenario)).toMatchObject({
      stderr: expect.stringMatching(/ZeroDivisionError[^\n]*\nbramble: .*nothing was printed when the program raised/s),
      exitCode: 1,
    });
  });

  it('exits with the program’s own code when the scenario has nothing against it', async () => {
    expect(await runWith("print('now')\n1/0", 'expect output "now" within 60s\nwait 60s')).toMatchObject({
      exitCode: 1,
    });
  });

  it.each([
    ['at noon: press GP15', /^bramble: test\.scenario, line 1: The time is "noon".*It goes: at 500ms: press GP15\n$/],
    ['# nothing\n', /^bramble: test\.scenario says nothing to do\..*\n$/],
  ])('refuses a file that is none before a board starts: %j', async (scenario, sentence) => {
    const { stdout, stderr, exitCode } = await runWith(toggler, scenario);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(sentence);
  });

  it('says that a file is missing, and that the board is of another process', async () => {
    write('program.py', toggler);
    const gone = await room.run(['--device', 'sim:', 'run', 'program.py', '--scenario', 'gone.scenario']);
    expect(gone).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('gone.scenario') });
    const { address } = await offerBoard(room);
    const { stderr, exitCode } = await runWith(toggler, 'press GP15', address);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^bramble: A scenario is played on a simulated board of this process\. .*--device sim:.*\n$/,
    );
  });

  it('is steered from outside as well', async () => {
    write('program.py', toggler);
    write('test.scenario', 'expect output "lamp 1" within 60s');
    const run = room.start(['--device', 'sim:', 'run', '--lf', 'program.py', '--scenario', 'test.scenario']);
    await run.said('stdout', /^ready$/m);
    expect(await room.run(['sim', 'press', 'GP15'])).toMatchObject({ stderr: '', exitCode: 0 });
    expect(await run.ended).toMatchObject({ stdout: expect.stringMatching(/^ready\nlamp 1\n/), exitCode: 0 });
  });
});

describe('bramble sim --scenario', () => {
  it('plays it on the board, says how it ended, and remembers that for its exit code', async () => {
    write('test.scenario', 'expect output "lamp 1" within 60s\nexpect output "lamp 9" within 1s');
    write('program.py', toggler);
    const { address, process } = await offerBoard(room, '--scenario', 'test.scenario');
    const run = room.start(['--device', address, 'run', '--lf', 'program.py']);
    await run.said('stdout', /^ready$/m);
    expect(await room.run(['sim', 'press', 'GP15'])).toMatchObject({ stderr: '', exitCode: 0 });
    await process.said('stderr', /^bramble: test\.scenario, line 2 \(.*\) failed: .*\.$/m);
    process.signal('SIGTERM');
    expect(await process.ended).toMatchObject({ exitCode: 1 });
  });

  it('hears main.py without anybody plugged in', async () => {
    write('test.scenario', 'expect output "hello" within 60s');
    const first = await offerBoard(room, 'lonely');
    const main = "f = open('main.py', 'w'); f.write('print(\"hello\")'); f.close()";
    await room.run(['--device', first.address, 'exec', main]);
    first.process.signal('SIGTERM');
    await first.process.ended;
    const { process } = await offerBoard(room, 'lonely', '--scenario', 'test.scenario');
    // What main.py printed as the board started may have gone into the air: it is heard at the next start.
    await room.run(['sim', 'power', 'cycle']);
    await process.said('stderr', /^bramble: test\.scenario was played to its end: 1 expectation met\.$/m);
    process.signal('SIGTERM');
    expect(await process.ended).toMatchObject({ exitCode: 0 });
  });
});
