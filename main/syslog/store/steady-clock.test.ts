import { expect, it } from 'vitest';
import { SteadyClock } from './steady-clock.ts';

const hour = 3_600_000;
const year = 365 * 24 * hour;

function arrange() {
  const time = { wall: year, monotonic: 0 };
  const clock = new SteadyClock({ nowMs: () => time.wall, monotonicMs: () => time.monotonic });
  /** So much time passes, and somebody sets the clock by so much. */
  const pass = (ms: number, jump = 0) => {
    time.monotonic += ms;
    time.wall += ms + jump;
    return clock.nowMs();
  };
  return { pass };
}

it('goes as the computer’s clock does, corrections included', () => {
  const { pass } = arrange();
  expect([pass(1000), pass(1000, 5000), pass(1000, -60_000)]).toEqual([year + 1000, year + 7000, year - 52_000]);
});

it.each([year, -year])('does not follow a jump (%i ms) that is set right', (jump) => {
  const { pass } = arrange();
  expect([pass(1000, jump), pass(hour / 2), pass(1000, -jump)]).toEqual([
    year + 1000,
    year + 1000 + hour / 2,
    year + 2000 + hour / 2,
  ]);
});

it('follows a jump that lasts for an hour, and begins to wait anew at another one', () => {
  const { pass } = arrange();
  pass(0, year);
  expect(pass(hour)).toBe(2 * year + hour);
  pass(0, year);
  pass(hour / 2, year);
  expect(pass(hour / 2)).toBe(2 * year + 2 * hour);
});
