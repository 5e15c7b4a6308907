import { expect, it } from 'vitest';
import { ManualClock } from '../base/index.ts';
import { Timers } from './timers.ts';

function newTimers() {
  const clock = new ManualClock();
  const due: [number, number][] = [];
  const timers = new Timers({ clock, onDue: (slot) => due.push([slot, clock.now()]) });
  return { clock, due, timers };
}

it('fires once or again and again, without drift', () => {
  const { clock, due, timers } = newTimers();
  timers.start(10, true);
  timers.start(25, false);

  clock.advance(45);

  expect(due).toEqual([
    [0, 10],
    [0, 20],
    [1, 25],
    [0, 30],
    [0, 40],
  ]);
});

it('leaves out what it missed while its clock stood, and keeps its pace', () => {
  const now = { ms: 0 };
  const tasks: (() => void)[] = [];
  const due: number[] = [];
  const delays: number[] = [];
  const clock = {
    now: () => now.ms,
    schedule: (task: () => void, delayMs: number) => {
      tasks.push(task);
      delays.push(delayMs);
      return { dispose: () => {} };
    },
  };
  new Timers({ clock, onDue: () => due.push(now.ms) }).start(10, true);

  now.ms = 57;
  tasks.shift()?.();

  expect([due, delays]).toEqual([[57], [10, 3]]);
});

it('fires no more once it is stopped, and gives its slot away', () => {
  const { clock, due, timers } = newTimers();
  timers.stop(timers.start(10, true) ?? -1);
  clock.advance(100);

  expect([due, timers.start(10, true), clock.pending]).toEqual([[], 0, 1]);
});

it('has sixteen slots, as the alarm pool of a board', () => {
  const { timers, clock } = newTimers();
  const slots = Array.from({ length: 17 }, () => timers.start(10, false));
  expect(slots).toEqual([...Array(16).keys(), null]);

  timers.reset();

  expect(clock.pending).toBe(0);
});
