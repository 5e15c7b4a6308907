/** Reads a scenario. What is wrong is said with the line, what stands there, and how it goes. */
import { BrambleError } from '../../base/index.ts';
import { pinIndex } from '../pin-layout.ts';
import { parseSteering } from './parse.ts';
import type { Expectation, Scenario, ScenarioAction, ScenarioLine, ScenarioPin, Trigger } from './scenario.ts';
import { Words } from './words.ts';

/** How long an expectation waits when it does not say. */
const usualPatienceMs = 5000;

const usage = {
  at: 'at 500ms: press GP15',
  every: 'every 1s for 10s: press GP15',
  when: 'when output contains "ready": volts GP26 1.2',
  wait: 'wait 500ms',
  output: 'expect output "ready" within 2s',
  level: 'expect GP15 high|low within 1s',
} as const;

/** Throws `usage` at the first line that is wrong. `name` is what the text is called in that sentence. */
export function parseScenario(text: string, name: string): Scenario {
  const lines: ScenarioLine[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const words = withoutComment(line).trim();
    if (words !== '') lines.push(readLine(words, index + 1, name));
  }
  if (lines.length > 0) return { name, lines };
  throw new BrambleError('usage', `${name} says nothing to do. A line goes: ${usage.at}`);
}

function readLine(text: string, number: number, name: string): ScenarioLine {
  try {
    return { number, text, ...readTriggered(text) };
  } catch (error) {
    if (!(error instanceof BrambleError)) throw error;
    throw new BrambleError(error.code, `${name}, line ${number}: ${error.message}`, { cause: error });
  }
}

function readTriggered(text: string): Pick<ScenarioLine, 'trigger' | 'action'> {
  const [, first = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(text) ?? [];
  switch (first.toLowerCase()) {
    case 'at': {
      const { head, body } = parted(rest, usage.at);
      return {
        trigger: timed(head, usage.at, (words) => ({ kind: 'at', ms: words.duration('The time') })),
        action: readAction(body),
      };
    }
    case 'every': {
      const { head, body } = parted(rest, usage.every);
      return { trigger: timed(head, usage.every, readPeriod), action: readRepeated(body) };
    }
    case 'when':
      return readWhen(rest);
    case 'wait': {
      const words = new Words(split(rest), usage.wait);
      const forMs = words.duration('How long');
      words.end();
      return { trigger: { kind: 'sequence' }, action: { kind: 'wait', forMs } };
    }
    default:
      return { trigger: { kind: 'sequence' }, action: readAction(text) };
  }
}

function readPeriod(words: Words): Trigger {
  const periodMs = words.duration('The period');
  if (periodMs <= 0) throw words.error('The period is nothing');
  const forMs = words.takes('for') ? words.duration('How long') : null;
  return { kind: 'every', periodMs, forMs };
}

function timed(head: string, how: string, read: (words: Words) => Trigger): Trigger {
  const words = new Words(split(head), how);
  const trigger = read(words);
  words.end();
  return trigger;
}

function readWhen(rest: string): Pick<ScenarioLine, 'trigger' | 'action'> {
  const [, quoted, after = ''] = /^output\s+contains\s+("(?:[^"\\]|\\.)*")\s*(.*)$/i.exec(rest) ?? [];
  if (quoted === undefined) throw wrong('After "when" comes what the program prints, in double quotes', usage.when);
  if (!after.startsWith(':')) throw wrong('A colon is missing after the text', usage.when);
  return { trigger: { kind: 'output', text: textIn(quoted, usage.when) }, action: readAction(after.slice(1).trim()) };
}

function readRepeated(body: string): ScenarioAction {
  const action = readAction(body);
  if (action.kind === 'steer') return action;
  throw wrong('What is expected is expected once, not every so often', usage.every);
}

function readAction(text: string): ScenarioAction {
  const [, first = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(text) ?? [];
  if (first.toLowerCase() === 'expect') return { kind: 'expect', expectation: readExpectation(rest) };
  if (['at', 'every', 'when', 'wait'].includes(first.toLowerCase())) {
    throw wrong(`"${first}" cannot stand after a colon`, usage.at);
  }
  return { kind: 'steer', command: parseSteering(text) };
}

function readExpectation(rest: string): Expectation {
  if (!/^output\b/i.test(rest)) return readLevel(rest);
  const [, quoted, after = ''] = /^output\s+("(?:[^"\\]|\\.)*")\s*(.*)$/i.exec(rest) ?? [];
  if (quoted === undefined) throw wrong('After "output" comes a text in double quotes', usage.output);
  return { kind: 'output', text: textIn(quoted, usage.output), withinMs: readPatience(after, usage.output) };
}

function readLevel(rest: string): Expectation {
  const [name = '', level = '', ...patience] = split(rest);
  const pin = name.toUpperCase();
  if (pinIndex(pin) === undefined) {
    throw wrong(`"${name}" is neither "output" nor a pin: GP0 to GP22, GP26 to GP28, LED`, usage.level);
  }
  const wanted = { low: 0, high: 1 }[level.toLowerCase()] as 0 | 1 | undefined;
  if (wanted === undefined) throw wrong(`The level is "${level}", not low or high`, usage.level);
  return {
    kind: 'level',
    pin: pin as ScenarioPin,
    level: wanted,
    withinMs: readPatience(patience.join(' '), usage.level),
  };
}

function readPatience(text: string, how: string): number {
  const words = new Words(split(text), how);
  if (words.isOver) return usualPatienceMs;
  if (!words.takes('within')) throw words.error(`"${text}" stands where "within" and a time belong`);
  const ms = words.duration('The time');
  words.end();
  return ms;
}

/** What stands before the colon, and after it. */
function parted(text: string, how: string): { head: string; body: string } {
  const colon = text.indexOf(':');
  if (colon < 0) throw wrong('A colon is missing before what is to happen', how);
  return { head: text.slice(0, colon), body: text.slice(colon + 1).trim() };
}

/** A text in double quotes, with JSON's escapes: `"a \"b\"\n"`. */
function textIn(quoted: string, how: string): string {
  let text: unknown;
  try {
    text = JSON.parse(quoted);
  } catch {
    throw wrong(`${quoted} has an escape that is none; there are \\" \\\\ \\n \\r \\t`, how);
  }
  if (typeof text === 'string' && text !== '') return text;
  throw wrong('The text is empty', how);
}

/** A `#` outside of quotes begins a comment. */
function withoutComment(line: string): string {
  return /^(?:[^"#]|"(?:[^"\\]|\\.)*"?)*/.exec(line)?.[0] ?? '';
}

function split(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function wrong(problem: string, how: string): BrambleError {
  return new BrambleError('usage', `${problem}. It goes: ${how}`);
}
