import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../app/base/index.ts';
import { PromptWatch } from './prompt-watch.ts';

function watching() {
  const clock = new ManualClock();
  const watch = new PromptWatch(clock);
  const end = new AbortController();
  let settled = false;
  const waited = () => watch.atPrompt(end.signal).then(() => (settled = true));
  const isSettled = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return settled;
  };
  return { clock, watch, end, waited, isSettled, says: (text: string) => watch.push(Buffer.from(text)) };
}

describe('the end of a piped conversation', () => {
  it('is the prompt with nothing after it for a moment, however its bytes came', async () => {
    const { clock, waited, isSettled, says } = watching();
    says('print(1)\r\n1\r\n>');
    const end = waited();
    says('>> ');
    clock.advance(249);
    expect(await isSettled()).toBe(false);
    clock.advance(1);
    await end;
    expect(clock.pending).toBe(0);
  });

  it('is not a prompt that is followed by an echo, nor the prompt of a block', async () => {
    const { clock, waited, isSettled, says } = watching();
    void waited();
    says('\r\n>>> ');
    says('if x:\r\n... ');
    clock.advance(10_000);
    expect(await isSettled()).toBe(false);
  });

  it('comes at once when the command is to end', async () => {
    const { end, waited } = watching();
    const ended = waited();
    end.abort();
    await expect(ended).resolves.toBe(true);
  });
});
