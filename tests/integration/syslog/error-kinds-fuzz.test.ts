/** Kinds of errors of lines that no board sends on purpose. */
import { expect, it } from 'vitest';
import { errorKey } from '../../../app/syslog/errors/error-kind.ts';

const traceback =
  'Traceback (most recent call last):\n  File "main.py", line 1, in <module>\n  File "/lib/wifi.py", line 41, in connect\nOSError: [Errno 116] ETIMEDOUT';

it('a million mutated lines have a kind each', () => {
  const seeds = [
    `The last run ended by this:\n${traceback}`,
    ...['<Socket at 20009ab0> "x" \'y\' 12.5 0x1f fe80::1 28:cd:c1:0a:01:02', 'OSError: (-29312, "MBEDTLS_ERR")'],
  ].map((seed) => [...seed]);
  const alphabet = [...'0123456789abcdef:.\'"-\n File",()[]{}*\\/\u202e␀é'];
  // A generator of its own: a million random numbers of a fixed seed (Numerical Recipes' linear congruential one).
  let state = 1;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const kinds = new Set<string>();
  for (let count = 0; count < 1_000_000; count++) {
    const line = seeds[count % seeds.length] ?? [];
    line[next(line.length)] = alphabet[next(alphabet.length)] ?? '';
    const key = errorKey({ text: line.join(''), appName: null });
    if (kinds.size < 1000) kinds.add(key);
  }
  expect(kinds.size).toBe(1000);
});
