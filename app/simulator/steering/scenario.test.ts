import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BrambleError, ManualClock } from '../../base/index.ts';
import { formatSteering } from './format.ts';
import { OutputText } from './output-text.ts';
import { parseScenario } from './parse-scenario.ts';
import { ScenarioPlayer } from './scenario-player.ts';

const parse = (text: string) => parseScenario(text, 'button.scenario');

describe('parseScenario', () => {
  it('reads every kind of line, and passes over comments', () => {
    const text = `# a button
at 500ms: press GP15   # "quoted"
every 1s for 10s: press GP15 for 200ms
every 2s: wifi off
when output contains "is \\"ready\\": # no comment": volts GP26 1.2

expect output "on\\n" within 2s
at 1min: expect led high
wait 1.5s
power cycle
`;
    expect(parse(text).lines.map(({ number, trigger, action }) => [number, trigger, action])).toEqual([
      [2, { kind: 'at', ms: 500 }, { kind: 'steer', command: { kind: 'press', pin: 'GP15', forMs: 100 } }],
      [
        3,
        { kind: 'every', periodMs: 1000, forMs: 10_000 },
        { kind: 'steer', command: { kind: 'press', pin: 'GP15', forMs: 200 } },
      ],
      [4, { kind: 'every', periodMs: 2000, forMs: null }, { kind: 'steer', command: { kind: 'wifi', on: false } }],
      [
        5,
        { kind: 'output', text: 'is "ready": # no comment' },
        { kind: 'steer', command: { kind: 'volts', pin: 'GP26', volts: 1.2 } },
      ],
      [7, { kind: 'sequence' }, { kind: 'expect', expectation: { kind: 'output', text: 'on\n', withinMs: 2000 } }],
      [
        8,
        { kind: 'at', ms: 60_000 },
        { kind: 'expect', expectation: { kind: 'level', pin: 'LED', level: 1, withinMs: 5000 } },
      ],
      [9, { kind: 'sequence' }, { kind: 'wait', forMs: 1500 }],
      [10, { kind: 'sequence' }, { kind: 'steer', command: { kind: 'power', to: 'cycle' } }],
    ]);
  });

  it.each([
    ['at 500: press GP15', 'The time is "500", not a time such as 200ms, 2s or 1min. It goes: at 500ms: press GP15'],
    ['at 500ms press GP15', 'A colon is missing before what is to happen. It goes: at 500ms: press GP15'],
    ['every 0s: press GP15', 'The period is nothing. It goes: every 1s for 10s: press GP15'],
    [
      'every 1s: expect GP15 high',
      'What is expected is expected once, not every so often. It goes: every 1s for 10s: press GP15',
    ],
    ['at 1s: wait 2s', '"wait" cannot stand after a colon. It goes: at 500ms: press GP15'],
    [
      'when output contains ready: press GP15',
      'After "when" comes what the program prints, in double quotes. It goes: when output contains "ready": volts GP26 1.2',
    ],
    [
      'when output contains "ready" press GP15',
      'A colon is missing after the text. It goes: when output contains "ready": volts GP26 1.2',
    ],
    ['expect output ready', 'After "output" comes a text in double quotes. It goes: expect output "ready" within 2s'],
    ['expect output ""', 'The text is empty. It goes: expect output "ready" within 2s'],
    [
      'expect output "\\q"',
      '"\\q" has an escape that is none; there are \\" \\\\ \\n \\r \\t. It goes: expect output "ready" within 2s',
    ],
    [
      'expect GP99 high',
      '"GP99" is neither "output" nor a pin: GP0 to GP22, GP26 to GP28, LED. It goes: expect GP15 high|low within 1s',
    ],
    ['expect GP15 blue', 'The level is "blue", not low or high. It goes: expect GP15 high|low within 1s'],
    ['expect GP15 high 1s', '"1s" stands where "within" and a time belong. It goes: expect GP15 high|low within 1s'],
    ['press GP15 twice', '"twice" is too much. It goes: press GP15 [for 200ms]'],
  ])('says what is wrong with "%s"', (line, problem) => {
    const error = thrownBy(() => parse(`# first\n${line}\n`));
    expect(error).toMatchObject({ code: 'usage', message: `button.scenario, line 2: ${problem}` });
  });

  it('refuses a file that says nothing, and throws nothing but such errors', () => {
    expect(thrownBy(() => parse('# nothing\n'))).toMatchObject({ code: 'usage' });
    const words = fc.constantFrom(
      'at',
      'every',
      'when',
      'expect',
      'output',
      'contains',
      '"a"',
      ':',
      '1s',
      'GP1',
      'high',
      'within',
      'for',
      '"',
      '#',
      'wait',
      'press',
    );
    fc.assert(
      fc.property(fc.array(words), fc.string(), (list, noise) => {
        const error = thrownBy(() => parse(`${list.join(' ')}${noise}`));
        expect(error === null || error instanceof BrambleError).toBe(true);
      }),
    );
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return null;
}

/** A player on a clock that the test advances, with what it did and when. */
function stage(text: string) {
  const clock = new ManualClock();
  const did: string[] = [];
  const levels = new Map<string, 0 | 1>();
  const player = new ScenarioPlayer(parse(text), {
    clock,
    steer: async (command) => {
      if (command.kind === 'detach') throw new BrambleError('usage', 'There is no part "x".');
      did.push(`${clock.now()} ${formatSteering(command)}`);
    },
    level: (pin) => levels.get(pin) ?? 0,
  });
  /** Lets what was promised happen, which is before time goes on. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const advance = async (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      clock.advance(Math.min(100, left));
      await settle();
    }
  };
  const say = async (words: string) => {
    player.hear(new TextEncoder().encode(words));
    await settle();
  };
  return { clock, player, did, levels, advance, say, settle };
}

describe('ScenarioPlayer', () => {
  it('does things at their times, over and over, and when something is printed', async () => {
    const { player, did, advance, say, clock } = stage(`
at 500ms: press GP15
every 1s for 3s: press GP14
when output contains "ready": volts GP26 1.2`);
    player.begin();
    await advance(1500);
    await say('rea');
    await say('dy\r\nready');
    await advance(2000);
    expect(did).toEqual([
      '500 press GP15',
      '1000 press GP14',
      '1500 volts GP26 1.2',
      '2000 press GP14',
      '3000 press GP14',
    ]);
    expect(await player.outcome).toEqual({ kind: 'passed', expected: 0 });
    expect(clock.pending).toBe(0);
  });

  it('takes the sequence one after the other, each text behind the one before', async () => {
    const { player, did, levels, advance, say, settle } = stage(`
expect output "ready" within 2s
press GP15
expect output "pressed\\n" within 1s
wait 300ms
pin GP2 high
expect LED high within 1s`);
    await say('pressed\r\n');
    player.begin();
    await advance(1900);
    expect(did).toEqual([]);
    await say('ready\r\n');
    expect(did).toEqual(['1900 press GP15']);
    await say('pressed\r');
    await advance(500);
    expect(did).toEqual(['1900 press GP15']);
    await say('\n');
    await advance(300);
    expect(did).toEqual(['1900 press GP15', '2700 pin GP2 high']);
    levels.set('LED', 1);
    player.noteChange();
    await settle();
    expect(await player.outcome).toEqual({ kind: 'passed', expected: 3 });
  });

  it.each([
    ['expect output "ready" within 1s', 'boot\r\n', 'what was printed is "boot\\n"'],
    ['expect output "ready" within 1s', '', 'nothing was printed'],
    ['expect GP15 high within 1s', '', 'GP15 was low'],
    ['at 200ms: expect output "a" within 500ms', 'a', 'nothing was printed'],
    ['when output contains "a": expect output "a" within 500ms', 'a', 'nothing was printed'],
    ['detach x', '', 'detach x could not be done: There is no part "x".'],
  ])('says which line failed, and what came instead: %s', async (line, printed, problem) => {
    const { player, advance, say, clock } = stage(`# first\n${line}`);
    player.begin();
    await say(printed);
    await advance(2000);
    player.end('the program ended');
    const outcome = await player.outcome;
    expect(outcome).toEqual({
      kind: 'failed',
      line: 2,
      message: expect.stringContaining(`button.scenario, line 2 (${line}) failed: ${problem}`),
    });
    expect(clock.pending).toBe(0);
  });

  it.each([
    ['expect output "ready" within 9s', 'nothing was printed when the program ended.'],
    ['expect GP15 high within 9s', 'GP15 was low when the program ended.'],
    ['wait 5s\nexpect output "ready"', 'it was not yet its turn when the program ended.'],
    ['when output contains "ready": expect GP15 low', 'it was not yet its turn when the program ended.'],
    ['at 5s: expect GP15 low', 'it was not yet its turn when the program ended.'],
  ])('fails when the program ends before: %s', async (text, problem) => {
    const { player, advance } = stage(text);
    player.begin();
    await advance(1000);
    player.end('the program ended');
    expect(await player.outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining(problem) });
  });

  it('goes on without end when it expects nothing, and until all is met when it does', async () => {
    const endless = stage('every 1s: press GP15\nwhen output contains "a": press GP14\nat 100ms: pin GP2 high');
    endless.player.begin();
    await endless.advance(2500);
    await endless.say('a');
    expect(endless.did).toEqual(['100 pin GP2 high', '1000 press GP15', '2000 press GP15', '2500 press GP14']);
    endless.player.dispose();
    expect(endless.clock.pending).toBe(0);

    const { player, clock, advance } = stage('every 1s: press GP15\nat 1500ms: expect GP1 low');
    player.begin();
    await advance(1500);
    expect(await player.outcome).toEqual({ kind: 'passed', expected: 1 });
    expect(clock.pending).toBe(0);
  });

  it('passes when the program ends with nothing more expected', async () => {
    const { player, clock } = stage('at 5s: press GP15\nevery 1s: press GP14\nexpect GP15 low');
    player.begin();
    player.end('the program ended');
    expect(await player.outcome).toEqual({ kind: 'passed', expected: 1 });
    expect(clock.pending).toBe(0);
  });
});

describe('OutputText', () => {
  it('finds the same text however the bytes are split', () => {
    const text = 'grün\r\nblau\rrot\r\n';
    const bytes = new TextEncoder().encode(text);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
        const output = new OutputText();
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        for (const [index, place] of places.entries()) output.push(bytes.subarray(places[index - 1] ?? 0, place));
        expect([output.since(0), output.endOf('rot\n', 0)]).toEqual(['grün\nblau\rrot\n', 14]);
      }),
    );
  });

  it('keeps the last of a flood, and its place', () => {
    const output = new OutputText();
    for (let line = 0; line < 100_000; line++) output.push(new TextEncoder().encode('0123456789\n'));
    output.push(new TextEncoder().encode('end'));
    expect(output.end).toBe(1_100_003);
    expect(output.endOf('end', 0)).toBe(1_100_003);
    expect(output.since(0)).toHaveLength(401);
  });
});
