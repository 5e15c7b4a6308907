import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PinBank, pinBankBytes, pinPull } from './pin-bank.ts';
import { pinFunction } from './pin-function.ts';
import { ledPin, pinCount, pinIndex, vbusPin } from './pin-layout.ts';

function newBank(onDidChange?: () => void): PinBank {
  const bank = new PinBank(new SharedArrayBuffer(pinBankBytes), onDidChange);
  bank.reset();
  return bank;
}

const plain = { function: pinFunction.sio, output: false, openDrain: false, pull: pinPull.none };
const output = { ...plain, output: true };
const openDrain = { ...output, openDrain: true, pull: pinPull.up };

describe('a pin bank', () => {
  it('starts as an RP2040 does: every GPIO without a function, pulled down, low', () => {
    const snapshot = newBank().snapshot();

    expect(snapshot.map(({ name }) => name)).toEqual([
      ...Array.from({ length: 23 }, (_, gpio) => `GP${gpio}`),
      'GP26',
      'GP27',
      'GP28',
      'LED',
    ]);
    expect(snapshot[0]).toEqual({
      name: 'GP0',
      mode: 'unused',
      pull: 'down',
      level: 0,
      drivenFromOutside: null,
      signal: null,
    });
    expect(snapshot.at(-1)).toEqual({
      name: 'LED',
      mode: 'unused',
      pull: 'none',
      level: 0,
      drivenFromOutside: null,
      signal: null,
    });
  });

  it('keeps the latch of an input for the day it becomes an output', () => {
    const bank = newBank();
    bank.configure(2, plain);
    bank.put(2, 1);
    expect(bank.level(2)).toBe(0);

    bank.configure(2, output);

    expect(bank.level(2)).toBe(1);
  });

  it('reads what drives an input from outside, and its pull when nothing does', () => {
    const bank = newBank();
    bank.configure(3, { ...plain, pull: pinPull.up });
    expect(bank.level(3)).toBe(1);

    bank.drive(3, 0);
    expect(bank.level(3)).toBe(0);

    bank.drive(3, null);
    expect(bank.level(3)).toBe(1);
  });

  it('lets an output win over what drives it from outside', () => {
    const bank = newBank();
    bank.configure(4, output);

    bank.drive(4, 1);

    expect(bank.level(4)).toBe(0);
    expect(bank.snapshot()[4]).toEqual({
      name: 'GP4',
      mode: 'out',
      pull: 'none',
      level: 0,
      drivenFromOutside: 1,
      signal: null,
    });
  });

  it('lets an open drain pull the wire low and never high', () => {
    const bank = newBank();
    bank.configure(5, openDrain);
    bank.put(5, 1);
    bank.drive(5, 0);
    expect(bank.level(5)).toBe(0);

    bank.drive(5, null);
    expect(bank.level(5)).toBe(1);

    bank.toggle(5);
    bank.drive(5, 1);
    expect(bank.level(5)).toBe(0);
  });

  it('lights the LED whatever mode the program gave it', () => {
    const bank = newBank();

    bank.put(ledPin, 1);

    expect(bank.snapshot().at(-1)).toMatchObject({ name: 'LED', mode: 'out', level: 1 });
  });

  it('senses USB power', () => {
    expect(newBank().level(vbusPin)).toBe(1);
  });

  it('counts a blink that falls between two looks', () => {
    const bank = newBank();
    bank.configure(6, output);
    const before = bank.changes(6);

    bank.put(6, 1);
    bank.put(6, 1);
    bank.put(6, 0);

    expect(bank.changes(6) - before).toBe(2);
  });

  it('tells of a change once until somebody looks', () => {
    let told = 0;
    const bank = newBank(() => told++);
    const afterReset = told;

    for (let turn = 0; turn < 1000; turn++) bank.toggle(ledPin);
    expect(told - afterReset).toBe(1);

    bank.snapshot();
    bank.toggle(ledPin);
    expect(told - afterReset).toBe(2);
  });

  it('is the same bank to everybody who shares the buffer', () => {
    const buffer = new SharedArrayBuffer(pinBankBytes);
    const [program, owner] = [new PinBank(buffer), new PinBank(buffer)];
    owner.reset();

    program.configure(7, { ...plain, pull: pinPull.down });
    owner.drive(7, 1);

    expect(program.level(7)).toBe(1);
    expect(owner.snapshot()[7]?.mode).toBe('in');
  });

  it('forgets modes and levels at a reset and keeps what stands outside', () => {
    const bank = newBank();
    bank.configure(8, output);
    bank.put(8, 1);
    bank.drive(9, 1);

    bank.reset();

    expect(bank.snapshot()[8]).toEqual({
      name: 'GP8',
      mode: 'unused',
      pull: 'down',
      level: 0,
      drivenFromOutside: null,
      signal: null,
    });
    expect(bank.level(9)).toBe(1);
  });

  it('counts exactly the changes of level, whatever is done to a pin', () => {
    const step = fc.oneof(
      fc.record({ put: fc.nat(1) }),
      fc.constant({ toggle: true }),
      fc.record({ drive: fc.constantFrom(0 as const, 1 as const, null) }),
      fc.record({ configure: fc.constantFrom(plain, output, openDrain, { ...plain, function: 4 }) }),
    );
    fc.assert(
      fc.property(fc.nat(pinCount - 1), fc.array(step), (pin, steps) => {
        const bank = newBank();
        let changes = 0;
        for (const step of steps) {
          const before = bank.level(pin);
          if ('put' in step) bank.put(pin, step.put);
          else if ('toggle' in step) bank.toggle(pin);
          else if ('drive' in step) bank.drive(pin, step.drive);
          else bank.configure(pin, step.configure);
          if (bank.level(pin) !== before) changes++;
        }
        expect(bank.changes(pin)).toBe(changes);
      }),
    );
  });
});

describe('pin names', () => {
  it('lead to the bank, and nowhere when the board has no such pin', () => {
    expect([pinIndex('GP0'), pinIndex('GP28'), pinIndex('LED')]).toEqual([0, 28, ledPin]);
    expect([pinIndex('GP23'), pinIndex('GP29'), pinIndex('VBUS'), pinIndex('constructor')]).toEqual(
      Array(4).fill(undefined),
    );
  });
});

describe('a wire', () => {
  it('carries the level of an output to the inputs at it, and counts their changes', () => {
    const bank = newBank();
    bank.configure(2, output);
    bank.configure(3, plain);
    bank.configure(4, plain);
    bank.join([2, 3, 4]);

    bank.put(2, 1);

    expect([2, 3, 4].map((pin) => [bank.level(pin), bank.changes(pin)])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it('is low when one of several open drains pulls it down, else what its pulls say', () => {
    const bank = newBank();
    bank.configure(2, openDrain);
    bank.configure(3, openDrain);
    bank.join([2, 3]);
    bank.put(2, 1);
    bank.put(3, 1);
    expect([bank.level(2), bank.level(3)]).toEqual([1, 1]);

    bank.put(3, 0);

    expect([bank.level(2), bank.level(3)]).toEqual([0, 0]);
  });

  it('carries a button at one of its ends to the other', () => {
    const bank = newBank();
    bank.configure(3, { ...plain, pull: pinPull.up });
    bank.join([2, 3]);

    bank.drive(2, 0);

    expect(bank.level(3)).toBe(0);
  });

  it('is gone when one of its pins is freed, and stays over a reset', () => {
    const bank = newBank();
    bank.join([2, 3]);
    bank.reset();
    expect(bank.joined(3)).toEqual([3, 2]);

    bank.join([3]);

    expect([bank.joined(2), bank.joined(3)]).toEqual([[2], [3]]);
  });
});
