import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../app/base/index.ts';
import { Bench, makePart, PinBank, pinBankBytes } from '../../app/simulator/index.ts';
import { keepBench } from './bench-file.ts';

let folder: string;
let file: string;
let clock: ManualClock;
let reported: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-bench-'));
  file = join(folder, 'bench.json');
  clock = new ManualClock();
  reported = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

function keptBench() {
  const pins = new PinBank(new ArrayBuffer(pinBankBytes));
  pins.reset();
  const bench = new Bench(pins);
  return { bench, kept: keepBench({ bench, file, clock, report: (error) => reported.push(error) }) };
}

describe('a kept bench', () => {
  it('is laid out again with its parts, their values and bytes, its wires and voltages', () => {
    const first = keptBench();
    const memory = makePart('24c32', clock, { address: 0x51 });
    memory.contents?.set([1, 2, 3]);
    first.bench.attach(memory, { sda: 'GP6', scl: 'GP7' });
    first.bench.attach(makePart('led', clock, { colour: 0x00ff00 }));
    const { id } = first.bench.attach(makePart('bme280', clock), {}, 'outside');
    first.bench.setValue(id, 'temperature', -7.5);
    first.bench.join('GP0', 'GP1');
    first.bench.setVolts('GP27', 1.25);
    const before = first.bench.snapshot();
    first.kept.dispose();

    const second = keptBench();

    expect(second.bench.snapshot()).toEqual(before);
    expect(second.bench.i2c(6, 7).map(({ address }) => address)).toEqual([0x51]);
    expect(reported).toEqual([]);
  });

  it('is written a moment after it changed, and not when only a look at it was taken', () => {
    const { bench } = keptBench();
    const { dispose } = bench.attach(makePart('button', clock));
    expect(readdirSync(folder)).toEqual([]);
    clock.advance(500);
    const text = readFileSync(file, 'utf8');
    rmSync(file);
    bench.noteTraffic();
    clock.advance(500);
    const afterTraffic = readdirSync(folder);
    dispose();
    clock.advance(500);
    expect([text.includes('"button"'), afterTraffic, JSON.parse(readFileSync(file, 'utf8')).parts]).toEqual([
      true,
      [],
      [],
    ]);
  });

  it('lets go of a button, and names a new part as no old one', () => {
    const first = keptBench();
    const { id } = first.bench.attach(makePart('button', clock));
    first.bench.setValue(id, 'pressed', 1);
    first.kept.dispose();
    const { bench } = keptBench();
    bench.attach(makePart('button', clock), { pin: 'GP3' });
    expect(bench.snapshot().parts.map((part) => [part.id, part.values.pressed?.value])).toEqual([
      ['Button-1', 0],
      ['Button-2', 0],
    ]);
  });

  it('starts empty beside a damaged file, and says so; a part that is no more is left out', () => {
    writeFileSync(file, '{"parts": [');
    const damaged = keptBench().bench.snapshot().parts;
    const part = { part: 'toaster', numbers: {}, id: 'x', wiring: {}, values: {}, contents: null };
    writeFileSync(file, JSON.stringify({ parts: [part, { ...part, part: 'dht22', id: 'y' }], wires: [], volts: [] }));
    const { bench } = keptBench();
    expect([damaged, bench.snapshot().parts.map(({ id }) => id), reported.length]).toEqual([[], ['y'], 2]);
  });
});
