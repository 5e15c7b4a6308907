/** Messages that were good once, mutated: the same ones in every run. */

const seeds = [
  '<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeffsu root failed for lonvick on /dev/pts/8',
  '<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It is time to make the do-nuts.',
  '<165>1 2003-10-11T22:14:15.003Z host evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="App\\"l\\]"][p@1 class="high"] text',
  '<14>1 - picow app - - [meta sequenceId="7" sysUpTime="123"][origin ip="10.0.0.9"] up',
  '<34>Oct 11 22:14:15 mymachine su[12]: text',
  '<189>45: *Mar  1 00:00:00.123: %SYS-5-CONFIG_I: Configured from console',
  '<134>Apr 30 2026 18:45:34: %ASA-6-302013: Built outbound',
  '<13>2026-05-01T12:00:00.123456+02:00 host app: text',
  '<12>Apr 30 18:45:34 host app: SYS@ctx msg',
  '<14>Connected to wifi',
  '<11>Traceback (most recent call last):\n  File "main.py", line 3, in <module>\nValueError: bad pin',
  '<14> text',
  '<999>bad PRI',
  'no PRI at all',
  '<14>\u001b[31mred\u001b[0m <script>alert(1)</script> größe 😀',
  '=cmd|calc',
].map((text) => Buffer.from(text));

const pieces = [
  '\0',
  '\u001b[0m',
  '[',
  ']',
  '"',
  '\\',
  '<14>',
  ' ',
  '\n',
  '1 - ',
  '[a b="',
  '2026-01-01T',
  '99999999999',
  'ä',
  '\ufeff',
].map((text) => Buffer.from(text));

/** `seed` chooses one of many sequences. */
export function* mutatedMessages(seed: number, count: number): Generator<Buffer> {
  let state = seed;
  // Linear congruence, the constants of Numerical Recipes; its low bits repeat, so the high ones are taken.
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = <T>(of: readonly T[]): T => of[next(of.length)] as T;
  for (let index = 0; index < count; index++) {
    let message = Buffer.from(pick(seeds));
    for (let times = 1 + next(3); times > 0; times--) message = mutated(message, next, pick);
    yield message;
  }
}

function mutated(
  message: Buffer,
  next: (below: number) => number,
  pick: <T>(of: readonly T[]) => T,
): Buffer<ArrayBuffer> {
  const at = next(message.length + 1);
  const [head, tail] = [message.subarray(0, at), message.subarray(at)];
  switch (next(7)) {
    case 0: {
      const flipped = Buffer.from(message);
      if (at < flipped.length) flipped[at] = next(256);
      return flipped;
    }
    case 1:
      return Buffer.concat([head, pick(pieces), tail]);
    case 2:
      return Buffer.concat([head, tail.subarray(next(10))]);
    case 3:
      return Buffer.from(head);
    case 4:
      return Buffer.concat([head, pick(seeds).subarray(next(20))]);
    case 5:
      return Buffer.concat([head, ...Array(next(12)).fill(pick(pieces)), tail]);
    default:
      return Buffer.concat([head, Buffer.from([next(256), next(256)]), tail]);
  }
}
