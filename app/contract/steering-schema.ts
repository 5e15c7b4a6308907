/** The zod schema of what is done to a simulated board from outside; whether the board has the part is the board's to say. */
import { z } from 'zod';
import type { PinName } from '../simulator/index.ts';

const pinName = z.custom<PinName>(isPin, 'is not a pin, such as GP15 or LED');
export const level = z.literal([0, 1]).nullable();

const name = z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/, 'is not a name of letters, digits, ".", "_" and "-"');
const number = z.number().min(-1e9).max(1e9);
const durationMs = z.number().min(0).max(86_400_000);
const percent = z.number().min(0).max(100);
const byteCount = z.int().min(0).max(1e9);
const direction = z.enum(['to-board', 'from-board']);
const seed = z
  .number()
  .min(0)
  .max(2 ** 31);
const few = 32;

export function isPin(text: unknown): boolean {
  return typeof text === 'string' && /^(GP([0-9]|1[0-9]|2[0-8])|LED)$/.test(text);
}

function atMost<T>(record: Record<string, T>): boolean {
  return Object.keys(record).length <= few;
}

const wiring = z.record(name, pinName).refine(atMost, 'has too many legs');

export const steeringCommand = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pin'), pin: pinName, level }),
  z.strictObject({ kind: z.literal('press'), pin: pinName, forMs: durationMs }),
  z.strictObject({ kind: z.literal('volts'), pin: pinName, volts: number.nullable() }),
  z.strictObject({ kind: z.literal('temperature'), celsius: number }),
  z.strictObject({
    kind: z.literal('attach'),
    part: name,
    id: name.nullable(),
    wiring,
    numbers: z.record(name, number).refine(atMost, 'has too many numbers'),
  }),
  z.strictObject({ kind: z.literal('detach'), id: name }),
  z.strictObject({ kind: z.literal('set'), id: name, name, value: number }),
  z.strictObject({ kind: z.literal('wire'), pins: z.array(pinName).max(few) }),
  z.strictObject({ kind: z.literal('unwire'), pins: z.array(pinName).max(few) }),
  z.strictObject({ kind: z.literal('wifi'), on: z.boolean() }),
  z.strictObject({ kind: z.literal('wifi-rssi'), dbm: number }),
  z.strictObject({ kind: z.literal('wifi-password'), password: z.string().max(100).nullable() }),
  z.strictObject({ kind: z.literal('wifi-loss'), percent }),
  z.strictObject({ kind: z.literal('power'), to: z.enum(['off', 'on', 'cycle']) }),
  z.strictObject({ kind: z.literal('link'), profile: z.enum(['direct', 'rp2']), latencyMs: durationMs.nullable() }),
  z.strictObject({ kind: z.literal('link-slow'), bytesPerSecond: z.number().min(1), latencyMs: durationMs }),
  z.strictObject({ kind: z.literal('flash-speed'), profile: z.enum(['free', 'rp2']) }),
  z.strictObject({ kind: z.literal('fault-unplug'), afterBytes: byteCount, direction: direction.nullable() }),
  z.strictObject({ kind: z.literal('fault-garbage'), bytes: z.int().min(0).max(1_000_000), direction, seed }),
  z.strictObject({ kind: z.literal('fault-noise'), percent, direction, seed }),
  z.strictObject({ kind: z.literal('fault-flash-full'), bytesLeft: byteCount }),
  z.strictObject({ kind: z.literal('fault-power-lost'), afterBytes: byteCount }),
  z.strictObject({ kind: z.literal('fault-off') }),
]);
