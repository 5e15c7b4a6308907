/**
 * A scenario: what happens to a simulated board, and what is expected of it, as a text that a person writes and tests repeat. Here
 * it is plain data; `parse-scenario.ts` reads it, `scenario-player.ts` plays it.
 */
import type { PinSnapshot } from '../snapshot.ts';
import type { SteeringCommand } from './command.ts';

export type ScenarioPin = PinSnapshot['name'];

export type Expectation =
  /** The program prints the text. */
  | { kind: 'output'; text: string; withinMs: number }
  /** The pin has the level; `LED` is a pin too. */
  | { kind: 'level'; pin: ScenarioPin; level: 0 | 1; withinMs: number };

export type ScenarioAction =
  | { kind: 'steer'; command: SteeringCommand }
  | { kind: 'expect'; expectation: Expectation }
  /** Nothing, for so long: what follows in the sequence waits. */
  | { kind: 'wait'; forMs: number };

export type Trigger =
  /** In the order of the lines, each when the one before it is done. */
  | { kind: 'sequence' }
  | { kind: 'at'; ms: number }
  /** First after one period, for the last time when `forMs` are over; null: as long as the scenario is played. */
  | { kind: 'every'; periodMs: number; forMs: number | null }
  /** Once, when the program has printed the text. */
  | { kind: 'output'; text: string };

export interface ScenarioLine {
  /** From 1. */
  number: number;
  /** As it stands in the file, without what surrounds it. */
  text: string;
  trigger: Trigger;
  action: ScenarioAction;
}

export interface Scenario {
  /** What it is called when something is said of it: the file's name. */
  name: string;
  lines: ScenarioLine[];
}
