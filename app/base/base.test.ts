import { expect, test } from 'vitest';
import {
  BrambleError,
  DisposableStore,
  describeError,
  Emitter,
  errorFromDescription,
  ManualClock,
  toDisposable,
} from './index.ts';

test('a store ends what it owns once, the newest first, and what comes late at once', () => {
  const ended: string[] = [];
  const store = new DisposableStore();
  store.add(toDisposable(() => ended.push('first')));
  store.add(toDisposable(() => ended.push('second')));
  store.dispose();
  store.dispose();
  store.add(toDisposable(() => ended.push('late')));
  expect(ended).toEqual(['second', 'first', 'late']);
});

test('an emitter calls all listeners even when one throws, and tells of the throw', () => {
  const heard: number[] = [];
  const emitter = new Emitter<number>();
  emitter.event(() => {
    throw new Error('broken listener');
  });
  emitter.event((value) => heard.push(value));
  expect(() => emitter.fire(7)).toThrow('broken listener');
  expect(heard).toEqual([7]);
});

test('a listener that ended while an event is fired hears the next one no more', () => {
  const heard: string[] = [];
  const emitter = new Emitter<string>();
  const subscription = emitter.event((value) => {
    heard.push(value);
    subscription.dispose();
  });
  emitter.fire('one');
  emitter.fire('two');
  expect(heard).toEqual(['one']);
  expect(emitter.hasListeners).toBe(false);
});

test('a manual clock runs what falls due in order, each at its own time, tasks of tasks included', () => {
  const clock = new ManualClock(1000);
  const ran: [string, number][] = [];
  clock.schedule(() => ran.push(['late', clock.now()]), 30);
  clock.schedule(() => {
    ran.push(['early', clock.now()]);
    clock.schedule(() => ran.push(['nested', clock.now()]), 5);
  }, 10);
  clock.schedule(() => ran.push(['cancelled', clock.now()]), 20).dispose();
  clock.advance(30);
  expect(ran).toEqual([
    ['early', 1010],
    ['nested', 1015],
    ['late', 1030],
  ]);
  expect(clock.pending).toBe(0);
});

test('an error keeps its code and sentence across a wire, and a foreign one is called a bug', () => {
  const error = new BrambleError('board-flash-full', 'The flash is full. Remove files.');
  expect(errorFromDescription(describeError(error))).toMatchObject({
    code: 'board-flash-full',
    message: error.message,
    exitCode: 1,
  });
  expect(describeError(new TypeError('x is undefined'))).toEqual({
    code: 'internal',
    message: 'Something went wrong inside Bramble: x is undefined',
  });
  expect(errorFromDescription({ code: 'toString', message: 'hostile' }).code).toBe('internal');
});
