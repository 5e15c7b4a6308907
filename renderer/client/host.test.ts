import { expect, test } from 'vitest';
import { Emitter, ManualClock } from '../../app/base/index.ts';
import type { Channel } from '../../app/contract/index.ts';
import { Host, type HostState, type OpenFailure, retryDelayMs } from './host.ts';

/** A host's side that answers nothing; it can go away and push events. */
function fakeChannel() {
  const messages = new Emitter<unknown>();
  const close = new Emitter<void>();
  const channel: Channel = {
    send: () => {},
    onMessage: messages.event,
    onClose: close.event,
    bufferedBytes: 0,
    dispose: () => {},
  };
  return {
    channel,
    goAway: () => close.fire(),
    push: (name: string, payload: unknown) => messages.fire({ t: 'q', i: 'x', m: 'event', a: [name, payload] }),
  };
}

/** A Host whose channels are opened by the test, one outcome an attempt. */
function arrange() {
  const clock = new ManualClock();
  const attempts: ((outcome: Channel | OpenFailure) => void)[] = [];
  const host = new Host({ openChannel: () => new Promise((resolve) => attempts.push(resolve)), clock });
  const states: HostState[] = [];
  host.state.subscribe((state) => states.push(state));
  host.start();
  const answer = async (outcome: Channel | OpenFailure) => {
    attempts.shift()?.(outcome);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { clock, host, states, attempts, answer };
}

test('an absent host is asked again at growing distances until it answers', async () => {
  const { clock, states, attempts, answer } = arrange();
  await answer('unreachable');
  clock.advance(250);
  await answer('unreachable');
  clock.advance(499);
  const tooEarly = attempts.length;
  clock.advance(1);
  await answer(fakeChannel().channel);
  expect({ tooEarly, states, pending: clock.pending }).toEqual({
    tooEarly: 0,
    states: [{ kind: 'gone', attempts: 0 }, { kind: 'gone', attempts: 1 }, { kind: 'connected' }],
    pending: 0,
  });
});

test('the distances stop growing at four seconds', () => {
  expect([0, 1, 2, 3, 4, 5, 1e9].map(retryDelayMs)).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000]);
});

test('listeners hear the events of every connection, and none after they ended', async () => {
  const { clock, host, answer } = arrange();
  const heard: unknown[] = [];
  const subscription = host.onEvent('project.changed', ({ paths }) => void heard.push(...paths));
  const first = fakeChannel();
  await answer(first.channel);
  first.push('project.changed', { paths: ['a.py'] });
  first.goAway();
  clock.advance(250);
  const second = fakeChannel();
  await answer(second.channel);
  second.push('project.changed', { paths: ['b.py'] });
  await Promise.resolve();
  subscription.dispose();
  second.push('project.changed', { paths: ['c.py'] });
  await Promise.resolve();
  expect(heard).toEqual(['a.py', 'b.py']);
});

test('a call while the host is gone rejects with what to do', async () => {
  const { host } = arrange();
  await expect(host.services.boards.list()).rejects.toMatchObject({ code: 'connection-lost' });
});

test('a host that does not know the page any more is told apart from one that is gone', async () => {
  const { host, answer } = arrange();
  await answer('refused');
  expect(host.state.getState()).toEqual({ kind: 'refused' });
});

test('a disposed host tries no more and closes a channel that came too late', async () => {
  const { clock, host, answer, states } = arrange();
  let closed = false;
  const close = () => {
    closed = true;
  };
  host.dispose();
  await answer({ ...fakeChannel().channel, dispose: close });
  expect({ closed, states, pending: clock.pending }).toEqual({ closed: true, states: [], pending: 0 });
});
