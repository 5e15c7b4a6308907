/** The steering language: one command from a line of words. Whether the board has the part or the value, it does not know. */
import { BrambleError } from '../../base/index.ts';
import type { PinName } from '../part.ts';
import { type SteeringCommand, tapMs } from './command.ts';
import { gpioName, numberIn, Words } from './words.ts';

interface Verb {
  usage: string;
  says: string;
  parse: (words: Words) => SteeringCommand;
}

/** Every command, by its first word: how it goes, and what it does. */
export const steeringVerbs: Readonly<Record<string, Verb>> = {
  pin: {
    usage: 'pin GP15 low|high|release',
    says: 'put a level on a pin, or let it go',
    parse: (words) => ({
      kind: 'pin',
      pin: words.pin(),
      level: words.choice<0 | 1 | null>('The level', { low: 0, high: 1, release: null }),
    }),
  },
  press: {
    usage: 'press GP15 [for 200ms]',
    says: 'press a button between the pin and ground, for a tenth of a second',
    parse: (words) => ({
      kind: 'press',
      pin: words.pin(),
      forMs: words.takes('for') ? words.duration('How long') : tapMs,
    }),
  },
  release: {
    usage: 'release GP15',
    says: 'let go of a pin',
    parse: (words) => ({ kind: 'pin', pin: words.pin(), level: null }),
  },
  volts: {
    usage: 'volts GP26 1.65|none',
    says: 'put a voltage on GP26, GP27 or GP28',
    parse: (words) => ({
      kind: 'volts',
      pin: words.pin(),
      volts: words.takes('none') ? null : words.number('The voltage', { from: 0, to: 3.3 }),
    }),
  },
  temperature: {
    usage: 'temperature 31.5',
    says: 'warm the chip to so many °C',
    parse: (words) => ({ kind: 'temperature', celsius: words.number('The temperature', { from: -40, to: 125 }) }),
  },
  attach: {
    usage: 'attach bme280 [sda=GP4 scl=GP5] [address=0x76] [as outside]',
    says: 'join a part, at its usual pins when none are named',
    parse: parseAttach,
  },
  detach: {
    usage: 'detach bme280',
    says: 'take a part off',
    parse: (words) => ({ kind: 'detach', id: words.id() }),
  },
  set: {
    usage: 'set bme280 temperature 31.5',
    says: 'set what a part measures',
    parse: (words) => ({
      kind: 'set',
      id: words.id(),
      name: words.word('The name of the value'),
      value: words.number('The value'),
    }),
  },
  wire: {
    usage: 'wire GP0 GP1',
    says: 'put a wire between pins',
    parse: (words) => ({ kind: 'wire', pins: pins(words, 2) }),
  },
  unwire: {
    usage: 'unwire GP0',
    says: 'take the wires off a pin',
    parse: (words) => ({ kind: 'unwire', pins: pins(words, 1) }),
  },
  wifi: {
    usage: 'wifi on|off, wifi rssi -70, wifi loss 10%, wifi password secret|any',
    says: 'switch the Wi-Fi around the board, weaken it, lose packets',
    parse: parseWifi,
  },
  power: {
    usage: 'power off|on|cycle',
    says: 'take the power away, give it, or both',
    parse: (words) => ({
      kind: 'power',
      to: words.choice<'off' | 'on' | 'cycle'>('The word', { off: 'off', on: 'on', cycle: 'cycle' }),
    }),
  },
  link: {
    usage: 'link direct, link rp2 [latency 4ms], link slow 1000 bytes/s [latency 20ms]',
    says: 'make the cable as fast and as late as an RP2040’s USB, or slower',
    parse: parseLink,
  },
  'flash-speed': {
    usage: 'flash-speed free|rp2',
    says: 'make writing to the flash cost what it costs an RP2040',
    parse: (words) => ({
      kind: 'flash-speed',
      profile: words.choice<'free' | 'rp2'>('The speed', { free: 'free', rp2: 'rp2' }),
    }),
  },
  fault: {
    usage:
      'fault unplug [after 1000 bytes] [to-board|from-board], fault garbage 20 bytes [to-board|from-board] [seed 1], fault noise 1% [to-board|from-board] [seed 1], fault flash full [1000 bytes left], fault power lost [after 1000 bytes written], fault off',
    says: 'pull the cable, put nonsense on the line, fill the flash, lose the power while it is written',
    parse: parseFault,
  },
};

/** Throws `usage` with what is wrong and how the command goes. */
export function parseSteering(line: string): SteeringCommand {
  const [first, ...rest] = line.trim().split(/\s+/);
  if (first === undefined || first === '') throw new BrambleError('usage', `A command is missing. ${known()}`);
  const name = first.toLowerCase();
  const verb = Object.hasOwn(steeringVerbs, name) ? steeringVerbs[name] : undefined;
  if (verb === undefined) throw new BrambleError('usage', `"${first}" is no command for a board. ${known()}`);
  const words = new Words(rest, verb.usage);
  const command = verb.parse(words);
  words.end();
  return command;
}

function known(): string {
  return `There are: ${Object.keys(steeringVerbs).join(', ')}.`;
}

function parseAttach(words: Words): SteeringCommand {
  const part = words.word('The kind of part').toLowerCase();
  const wiring: Record<string, PinName> = {};
  const numbers: Record<string, number> = {};
  let id: string | null = null;
  while (!words.isOver) {
    if (words.takes('as')) {
      id = words.id();
      continue;
    }
    const word = words.word('A leg');
    const [, name, value = ''] = /^(\w+)=(\S+)$/.exec(word) ?? [];
    if (name === undefined) throw words.error(`"${word}" is neither a leg with its pin nor "as" and a name`);
    const pin = gpioName(value);
    const number = numberIn(value);
    if (pin !== undefined) wiring[name] = pin;
    else if (number !== undefined) numbers[name] = number;
    else throw words.error(`"${value}" is neither a pin (GP0 to GP22, GP26 to GP28) nor a number`);
  }
  return { kind: 'attach', part, id, wiring, numbers };
}

function parseWifi(words: Words): SteeringCommand {
  return words.choice<() => SteeringCommand>('The word', {
    on: () => ({ kind: 'wifi', on: true }),
    off: () => ({ kind: 'wifi', on: false }),
    rssi: () => ({ kind: 'wifi-rssi', dbm: words.number('The RSSI', { from: -100, to: 0 }) }),
    loss: () => ({ kind: 'wifi-loss', percent: words.percent('The loss') }),
    password: () => ({ kind: 'wifi-password', password: words.takes('any') ? null : words.word('The password') }),
  })();
}

function parseLink(words: Words): SteeringCommand {
  const latency = () => (words.takes('latency') ? words.duration('The latency') : null);
  return words.choice<() => SteeringCommand>('The link', {
    direct: () => ({ kind: 'link', profile: 'direct', latencyMs: null }),
    rp2: () => ({ kind: 'link', profile: 'rp2', latencyMs: latency() }),
    slow: () => {
      const bytesPerSecond = words.number('The speed', { from: 1 });
      if (!words.takes('bytes/s')) throw words.error('"bytes/s" is missing after the speed');
      return { kind: 'link-slow', bytesPerSecond, latencyMs: latency() ?? 0 };
    },
  })();
}

function parseFault(words: Words): SteeringCommand {
  const direction = () => {
    if (words.takes('to-board')) return 'to-board';
    return words.takes('from-board') ? 'from-board' : null;
  };
  const seed = () => (words.takes('seed') ? words.number('The seed', { from: 0, to: 2 ** 31 }) : 1);
  const count = (what: string) => {
    const bytes = words.number(what, { from: 0, to: 1e9 });
    if (!words.takes('bytes')) throw words.error('"bytes" is missing after their number');
    return Math.floor(bytes);
  };
  return words.choice<() => SteeringCommand>('The fault', {
    unplug: () => {
      const afterBytes = words.takes('after') ? count('The number of bytes') : 0;
      return { kind: 'fault-unplug', afterBytes, direction: direction() };
    },
    garbage: () => {
      const bytes = count('The number of bytes');
      return { kind: 'fault-garbage', bytes, direction: direction() ?? 'from-board', seed: seed() };
    },
    noise: () => {
      const percent = words.percent('The part of the bytes');
      return { kind: 'fault-noise', percent, direction: direction() ?? 'from-board', seed: seed() };
    },
    flash: () => {
      if (!words.takes('full')) throw words.error('"full" is missing after "flash"');
      const bytesLeft = words.isOver ? 0 : count('The number of bytes');
      words.takes('left');
      return { kind: 'fault-flash-full', bytesLeft };
    },
    power: () => {
      if (!words.takes('lost')) throw words.error('"lost" is missing after "power"');
      const afterBytes = words.takes('after') ? count('The number of bytes') : 0;
      words.takes('written');
      return { kind: 'fault-power-lost', afterBytes };
    },
    off: () => ({ kind: 'fault-off' }),
  })();
}

function pins(words: Words, least: number): PinName[] {
  const named: PinName[] = [];
  while (named.length < least || !words.isOver) named.push(words.pin());
  return named;
}
