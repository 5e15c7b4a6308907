import { expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../../app/base/index.ts';
import type { SyslogErrors, SyslogFilter } from '../../../app/syslog/index.ts';
import { LogErrors } from './log-errors.ts';

const none: SyslogErrors = { kinds: [], more: { kinds: 0, lines: 0, isAtLeast: false }, countedFromMs: null };

function asked() {
  const questions: { filter: SyslogFilter; answer: (errors: SyslogErrors) => void; fail: (error: unknown) => void }[] =
    [];
  const reported: unknown[] = [];
  const clock = new ManualClock();
  const errors = new LogErrors({
    syslog: {
      errors: (filter) => new Promise((answer, fail) => questions.push({ filter, answer, fail })),
    },
    clock,
    report: (error) => reported.push(error),
  });
  onTestFinished(() => errors.dispose());
  return { errors, questions, clock, reported };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('errors are asked for when they come into view, and again some time after rows came', async () => {
  const { errors, questions, clock } = asked();
  errors.noticed();
  expect(questions).toHaveLength(0);
  errors.want(true);
  questions[0]?.answer(none);
  await settled();
  expect(errors.store.getState().errors).toBe(none);
  errors.noticed();
  expect(questions).toHaveLength(1);
  clock.advance(2000);
  expect(questions).toHaveLength(2);
  clock.advance(1000);
  questions[1]?.answer(none);
  await settled();
  errors.noticed();
  clock.advance(8999);
  expect(questions).toHaveLength(2);
  clock.advance(1);
  expect(questions).toHaveLength(3);
});

test('the same filter again leaves what is known in view', async () => {
  const { errors, questions } = asked();
  errors.want(true);
  errors.show({ query: 'host:a' });
  questions[0]?.answer(none);
  await settled();
  questions[1]?.answer(none);
  await settled();
  errors.show({ query: 'host:a' });
  expect(errors.store.getState().errors).toBe(none);
  expect(questions).toHaveLength(2);
});

test('of a log that was deleted nothing stays in view, and what comes then is asked for at once', async () => {
  const { errors, questions } = asked();
  errors.want(true);
  questions[0]?.answer(none);
  await settled();
  errors.forget();
  expect(errors.store.getState().errors).toBeNull();
  expect(questions).toHaveLength(2);
  errors.forget();
  questions[1]?.answer(none);
  await settled();
  // It may be of the rows that were there before.
  expect(errors.store.getState().errors).toBeNull();
  expect(questions).toHaveLength(3);
});

test('another filter is asked for when the answer for the one before has come, which is not shown', async () => {
  const { errors, questions, reported } = asked();
  errors.want(true);
  errors.show({ query: 'host:a' });
  errors.show({ query: 'host:b' });
  expect(questions.map(({ filter }) => filter)).toEqual([{}]);
  questions[0]?.fail(new Error('given up'));
  await settled();
  expect(questions.map(({ filter }) => filter)).toEqual([{}, { query: 'host:b' }]);
  expect(errors.store.getState().errors).toBeNull();
  expect(reported).toEqual([]);
  questions[1]?.fail(new Error('given up'));
  await settled();
  expect(reported).toEqual([new Error('given up')]);
});
