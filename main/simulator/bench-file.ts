/**
 * Keeps what is joined to a board in `bench.json` beside its flash, so that it is there again when the board is next switched on.
 * A file that cannot be read is left alone until something is joined or taken off.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type Clock, type Disposable, toDisposable } from '../../app/base/index.ts';
import {
  type Bench,
  type BenchDescription,
  describeBench,
  layOutBench,
  type PinName,
  pinIndex,
} from '../../app/simulator/index.ts';

/** A slider changes its value many times a second, and a program an EEPROM's bytes. */
const saveAfterMs = 500;

const pin = z.custom<PinName>((name) => typeof name === 'string' && pinIndex(name) !== undefined);
const bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const benchFile = z.object({
  parts: z.array(
    z.object({
      part: z.string(),
      numbers: z.record(z.string(), z.number()),
      id: z.string(),
      wiring: z.record(z.string(), pin),
      values: z.record(z.string(), z.number()),
      contents: bytes.nullable(),
    }),
  ),
  wires: z.array(z.array(pin)),
  volts: z.array(z.tuple([pin, z.number()])),
});

export interface KeptBenchOptions {
  bench: Bench;
  file: string;
  clock: Clock;
  /** Told why something could not be read, joined again or written. */
  report: (error: unknown) => void;
}

/** Lays the bench out as it was, and writes what changes until the returned Disposable ends; what waits is written then. */
export function keepBench({ bench, file, clock, report }: KeptBenchOptions): Disposable {
  const before = read(file, report);
  if (before !== null) layOutBench(bench, before, { clock, refuse: report });
  let written = textOf(bench);
  let waiting: Disposable | null = null;
  const save = () => {
    waiting = null;
    const text = textOf(bench);
    if (text === written) return;
    try {
      // Never half a file, also when the computer goes off meanwhile.
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
      written = text;
    } catch (error) {
      report(error);
    }
  };
  const watched = bench.onDidChange(() => {
    waiting ??= clock.schedule(save, saveAfterMs);
  });
  return toDisposable(() => {
    watched.dispose();
    if (waiting === null) return;
    waiting.dispose();
    save();
  });
}

function read(file: string, report: (error: unknown) => void): BenchDescription | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // No part was ever joined.
    return null;
  }
  try {
    return benchFile.parse(JSON.parse(text));
  } catch (error) {
    report(error);
    return null;
  }
}

function textOf(bench: Bench): string {
  const { parts, ...rest } = describeBench(bench);
  const written = parts.map(({ contents, ...part }) => ({
    ...part,
    contents: contents === null ? null : Buffer.from(contents).toString('base64'),
  }));
  return `${JSON.stringify({ parts: written, ...rest }, undefined, 1)}\n`;
}
