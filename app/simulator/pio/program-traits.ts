/** What can be told of a program without running it: which pins it looks at, which it drives, whether it waits for other machines. */
import { atPins, bitCount, type Instruction, opcode, place } from './instruction.ts';
import type { StateMachineSettings } from './state-machine-settings.ts';

export interface ProgramTraits {
  /** Bit masks of pins. */
  samples: number;
  drives: number;
  /** It waits for flags that others raise or clear. */
  waitsForFlags: boolean;
}

export function programTraits(instructions: readonly Instruction[], settings: StateMachineSettings): ProgramTraits {
  const { outBase, outCount, setBase, setCount, sidesetBase, sidesetBits, sidesetOptional } = settings;
  const sidesetCount = sidesetBits - (sidesetOptional ? 1 : 0);
  const drives =
    atPins(-1, outBase, outCount) | atPins(-1, setBase, setCount) | atPins(-1, sidesetBase, Math.max(0, sidesetCount));
  return {
    samples: instructions.reduce((mask, each) => mask | samplesOf(each, settings), 0) >>> 0,
    drives: drives >>> 0,
    waitsForFlags: instructions.some(
      ({ op, a }) => (op === opcode.wait && (a & 3) === 2) || (op === opcode.irq && (a & 3) === 1),
    ),
  };
}

function samplesOf({ op, a, b }: Instruction, { inBase, jmpPin }: StateMachineSettings): number {
  const pin = (number: number) => (1 << (number & 31)) >>> 0;
  if (op === opcode.jmp && a === 6) return pin(jmpPin);
  if (op === opcode.wait && (a & 3) === 0) return pin(b);
  if (op === opcode.wait && (a & 3) === 1) return pin(inBase + b);
  if (op === opcode.in && a === place.pins) return atPins(-1, inBase, bitCount(b));
  if (op === opcode.mov && (b & 7) === place.pins) return 0xffffffff;
  return 0;
}
