/** What a pin of the drawing says and shows, from what the simulated board tells of it. Everything in it is a plain value to compare. */
import type { PinSnapshot, SimulatorSnapshot } from '../../app/simulator/index.ts';
import type { BoardPin } from './pinout.ts';

export interface PinLook {
  /** Name and state in words, for assistive technology and the line under the drawing: "GP15, output, high". */
  words: string;
  /** What is drawn beside the name: an arrow, a duty, a voltage, a signal. */
  note: string | null;
  /** The level to draw; null for a pin that no program uses and nothing drives. */
  level: 0 | 1 | null;
  /** How much it glows, 0 to 1: its level, or its duty. */
  glow: number;
  /** Whether a hand or a part outside drives it. */
  driven: boolean;
  /** The part at the pin that is drawn beside it, by its name. */
  part: string | null;
  /** How far that part is on: pressed, turned, lit; 0 to 1. */
  partOn: number;
  /** The colour of a lamp there, for CSS. */
  partColour: string | null;
}

/** What a snapshot says of each pin, by its name. */
export type PinFacts = ReadonlyMap<string, PinFact>;

export interface PinFact {
  pin: PinSnapshot;
  /** 0 to 1 while a PWM wave is there. */
  duty: number | null;
  frequencyHz: number | null;
  volts: number | null;
  parts: SimulatorSnapshot['parts'];
}

export function pinFacts(snapshot: SimulatorSnapshot): PinFacts {
  const waves = new Map(snapshot.pwm.map((wave) => [wave.pin, wave]));
  return new Map(
    snapshot.pins.map((pin) => {
      const wave = waves.get(pin.name);
      const parts = snapshot.parts.filter(({ wiring }) => Object.values(wiring).includes(pin.name));
      const volts = snapshot.volts[pin.name] ?? null;
      return [pin.name, { pin, duty: wave?.duty ?? null, frequencyHz: wave?.frequencyHz ?? null, volts, parts }];
    }),
  );
}

const modeWords = {
  unused: 'not used',
  in: 'input',
  out: 'output',
  'open-drain': 'open drain',
  alt: 'in use by a peripheral',
};

/** `fact` is null for a pin that is no GP pin, or of a board that cannot be looked into. */
export function pinLook(pin: BoardPin, fact: PinFact | null): PinLook {
  if (fact === null) {
    const words = pin.purpose === null ? pin.name : `${pin.name}, ${pin.purpose}`;
    return { words, note: null, level: null, glow: 0, driven: false, part: null, partOn: 0, partColour: null };
  }
  const { mode, level, drivenFromOutside } = fact.pin;
  const [part = null] = fact.parts;
  const driven = drivenFromOutside !== null || fact.volts !== null || (part?.values.pressed?.value ?? 0) > 0;
  const shown = (mode !== 'unused' || driven) && !isAnalog(fact);
  return {
    words: pinWords(pin, fact, shown),
    note: pinNote(pin, fact),
    level: shown && fact.duty === null ? level : null,
    glow: fact.duty ?? (shown ? level : (fact.volts ?? 0) / 3.3),
    driven,
    part: part?.name ?? null,
    partOn: part === null ? 0 : howFarOn(part),
    partColour: part?.light === null || part === null ? null : cssColour(part.light.colour),
  };
}

/** 0xRRGGBB as CSS writes it. */
export function cssColour(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}

export function formatPercent(part: number): string {
  return `${Math.round(part * 100)} %`;
}

export function formatVolts(volts: number): string {
  return `${volts.toFixed(2)} V`;
}

/** The voltage says more than the level that the pin would make of it. */
function isAnalog({ pin, volts }: PinFact): boolean {
  return volts !== null && (pin.mode === 'unused' || pin.mode === 'alt');
}

function pinWords({ name }: BoardPin, fact: PinFact, shown: boolean): string {
  const { mode, pull, level, drivenFromOutside, signal } = fact.pin;
  const parts = [
    name,
    signal ?? modeWords[mode],
    pull === 'none' || mode === 'unused' ? null : `pulled ${pull}`,
    fact.duty === null ? null : `${formatPercent(fact.duty)} of the time high, ${formatHertz(fact.frequencyHz ?? 0)}`,
    fact.volts === null ? null : formatVolts(fact.volts),
    shown && fact.duty === null ? (level === 1 ? 'high' : 'low') : null,
    drivenFromOutside === null ? null : `driven ${drivenFromOutside === 1 ? 'high' : 'low'} from outside`,
    fact.parts.length === 0 ? null : `with ${fact.parts.map((part) => part.name).join(', ')}`,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** An arrow points into the board for an input and out of it for an output. */
function pinNote({ side }: BoardPin, { pin, duty, volts }: PinFact): string | null {
  if (duty !== null) return formatPercent(duty);
  if (volts !== null && pin.mode !== 'out') return formatVolts(volts);
  if (pin.signal !== null) return pin.signal;
  if (pin.mode === 'in') return side === 'left' ? 'in ▸' : '◂ in';
  if (pin.mode === 'out') return side === 'left' ? 'out ◂' : '▸ out';
  return pin.mode === 'open-drain' ? 'open drain' : null;
}

function howFarOn({ light, values }: SimulatorSnapshot['parts'][number]): number {
  if (light !== null) return light.brightness;
  return values.pressed?.value ?? (values.position?.value ?? 0) / 100;
}

export function formatHertz(hertz: number): string {
  if (hertz >= 1_000_000) return `${Number((hertz / 1_000_000).toFixed(2))} MHz`;
  return hertz >= 1000 ? `${Number((hertz / 1000).toFixed(2))} kHz` : `${hertz} Hz`;
}
