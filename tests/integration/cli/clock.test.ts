/** The board's clock: set on connecting, unless asked not to. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CommandRoom } from './command-process.ts';
import { type OfferedBoard, offerBoard } from './simulated.ts';

const room = new CommandRoom();
let board: OfferedBoard;

beforeAll(async () => {
  board = await offerBoard(room, 'clock');
});
afterAll(() => room.end());

const setBack = 'import machine; machine.RTC().datetime((2021, 1, 1, 4, 0, 0, 0, 0))';
const year = 'import time; print(time.localtime()[0])';

async function exec(code: string, flags: string[] = [], environment: Record<string, string> = {}): Promise<string> {
  const args = ['--device', board.address, ...flags, 'exec', '--no-reset', '--lf', code];
  const { stdout, exitCode } = await room.run(args, environment);
  expect(exitCode).toBe(0);
  return stdout.trim();
}

it('is set to this computer’s time by whoever connects', async () => {
  await exec(setBack, ['--no-rtc']);
  expect(await exec(year)).toBe(String(new Date().getFullYear()));
});

it('stays as it is with --no-rtc, and with BRAMBLE_RTC=off', async () => {
  await exec(setBack, ['--no-rtc']);
  expect(await exec(year, ['--no-rtc'])).toBe('2021');
  expect(await exec(year, [], { BRAMBLE_RTC: 'off' })).toBe('2021');
});
