import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InterruptFlags, interruptFlagsBytes } from './interrupt-flags.ts';
import { PinBank, pinBankBytes, pinEdge, pinPull } from './pin-bank.ts';
import { pinFunction } from './pin-function.ts';

const input = { function: pinFunction.sio, output: false, openDrain: false, pull: pinPull.up };

it('gives each interrupt once, with all the edges that came, timers first', () => {
  const flags = new InterruptFlags(new ArrayBuffer(interruptFlagsBytes));
  flags.raisePin(29, pinEdge.falling);
  flags.raisePin(29, pinEdge.rising);
  flags.raiseTimer(15);

  expect([flags.take(), flags.take(), flags.take(), flags.isPending]).toEqual([
    { kind: 'timer', slot: 15 },
    { kind: 'pin', pin: 29, edges: 12 },
    null,
    false,
  ]);
});

it('is empty after everything raised was taken or dropped', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(29), fc.nat(15), fc.boolean())), (raised) => {
      const flags = new InterruptFlags(new ArrayBuffer(interruptFlagsBytes));
      const kept = new Set<number>();
      for (const [pin, slot, drop] of raised) {
        flags.raisePin(pin, pinEdge.rising);
        flags.raiseTimer(slot);
        flags.dropTimer(slot);
        if (drop) flags.dropPin(pin);
        if (drop) kept.delete(pin);
        else kept.add(pin);
      }
      const taken = Array.from({ length: kept.size }, () => flags.take());
      expect(taken).toEqual(
        [...kept].sort((a, b) => a - b).map((pin) => ({ kind: 'pin', pin, edges: pinEdge.rising })),
      );
      return flags.take() === null;
    }),
  );
});

it('comes from the edges of a pin that the program watches, and from no others', () => {
  const calls = { count: 0 };
  const bank = new PinBank(
    new SharedArrayBuffer(pinBankBytes),
    () => {},
    () => calls.count++,
  );
  bank.reset();
  bank.configure(3, input);
  bank.watch(3, pinEdge.falling);

  bank.drive(3, 0);
  bank.drive(3, 1);
  bank.drive(4, 1);

  expect([calls.count, bank.interrupts.take(), bank.interrupts.take()]).toEqual([
    1,
    { kind: 'pin', pin: 3, edges: pinEdge.falling },
    null,
  ]);
});

it('is forgotten when the program no longer watches, and at a reset', () => {
  const bank = new PinBank(new SharedArrayBuffer(pinBankBytes));
  bank.reset();
  bank.configure(3, input);
  for (const forget of [() => bank.watch(3, 0), () => bank.reset()]) {
    bank.watch(3, pinEdge.falling | pinEdge.rising);
    bank.drive(3, 0);
    bank.drive(3, null);
    forget();
    expect(bank.interrupts.isPending).toBe(false);
  }
});
