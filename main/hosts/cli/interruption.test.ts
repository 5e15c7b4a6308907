import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Interruption } from './interruption.ts';

function pressed() {
  const calls: string[] = [];
  let nowMs = 0;
  const interruption = new Interruption({ now: () => nowMs, quit: (exitCode) => calls.push(`quit ${exitCode}`) });
  interruption.signal.addEventListener('abort', () => calls.push('cancel'));
  const press = (afterMs: number) => {
    nowMs += afterMs;
    interruption.press();
  };
  return { calls, interruption, press };
}

describe('Ctrl-C', () => {
  it('cancels the command, then ends the process', () => {
    const { calls, interruption, press } = pressed();
    press(0);
    press(1000);
    expect({ calls, exitCode: interruption.exitCode }).toEqual({ calls: ['cancel', 'quit 130'], exitCode: 130 });
  });

  it('goes first to whoever took it over', () => {
    const { calls, interruption, press } = pressed();
    interruption.takeOver(() => calls.push('board'));
    press(0);
    press(1000);
    press(1000);
    expect(calls).toEqual(['board', 'cancel', 'quit 130']);
  });

  it('goes to nobody whose takeover has ended', () => {
    const { calls, interruption, press } = pressed();
    interruption.takeOver(() => calls.push('board')).dispose();
    press(0);
    expect(calls).toEqual(['cancel']);
  });

  it('counts once when npm passes the terminal’s SIGINT on a moment later', () => {
    const { calls, interruption, press } = pressed();
    interruption.takeOver(() => calls.push('board'));
    press(0);
    press(15);
    expect(calls).toEqual(['board']);
  });
});

describe('another signal', () => {
  it('cancels with its own exit code, past whoever took Ctrl-C over', () => {
    const { calls, interruption } = pressed();
    interruption.takeOver(() => calls.push('board'));
    interruption.cancel(143);
    expect({ calls, exitCode: interruption.exitCode }).toEqual({ calls: ['cancel'], exitCode: 143 });
  });

  it('leaves signals to the system while something holds the thread', () => {
    const { calls, interruption } = pressed();
    const source = new EventEmitter();
    interruption.listenTo(source);
    const heard = () => ['SIGINT', 'SIGTERM'].map((signal) => source.listenerCount(signal));
    expect([heard(), interruption.whileBusy(heard), heard()]).toEqual([
      [1, 1],
      [0, 0],
      [1, 1],
    ]);
    expect(() =>
      interruption.whileBusy(() => {
        throw new Error('broken');
      }),
    ).toThrow('broken');
    source.emit('SIGINT');
    expect(calls).toEqual(['cancel']);
  });
});
