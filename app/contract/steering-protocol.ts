/**
 * What a process that runs simulated boards is asked by others of the same user, and answers: a line of JSON each. Every request
 * carries the token; what it asks is checked here before anything is done.
 */
import { z } from 'zod';
import { steeringCommand } from './steering-schema.ts';

const board = z.string().min(1).max(200);
const token = z.string().max(200);

export const steeringRequest = z.discriminatedUnion('ask', [
  /** The names of the boards that are on. */
  z.strictObject({ ask: z.literal('boards'), token }),
  /** What the board shows of itself; bytes as base64. */
  z.strictObject({ ask: z.literal('status'), token, board }),
  z.strictObject({ ask: z.literal('steer'), token, board, command: steeringCommand }),
]);
export type SteeringRequest = z.infer<typeof steeringRequest>;

export const steeringAnswer = z.union([
  z.strictObject({ value: z.unknown() }),
  z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) }),
]);
export type SteeringAnswer = z.infer<typeof steeringAnswer>;
