/** What a pin of the drawing says and does, from what the simulated board shows of it. */
import type { PinSnapshot } from '../../app/simulator/index.ts';
import type { BoardPin } from './pinout.ts';

export interface PinLook {
  /** Name and state in words, for the tooltip and assistive technology: "GP15, output, high". */
  words: string;
  /** The level to draw; null for a pin that no program uses and nothing drives. */
  level: 0 | 1 | null;
  direction: 'in' | 'out' | null;
  /** Whether a press drives it from outside. */
  drivable: boolean;
  /** Whether something outside drives it. */
  driven: boolean;
}

const modeWords = {
  unused: 'not used',
  in: 'input',
  out: 'output',
  'open-drain': 'open drain',
  alt: 'in use by a peripheral',
};

/** `snapshot` is null for a pin that is no GP pin, or of a board that cannot be looked into. */
export function pinLook(pin: BoardPin, snapshot: PinSnapshot | null): PinLook {
  const base = pin.purpose === null ? pin.name : `${pin.name}, ${pin.purpose}`;
  if (snapshot === null) return { words: base, level: null, direction: null, drivable: false, driven: false };
  const { mode, pull, level, drivenFromOutside } = snapshot;
  const driven = drivenFromOutside !== null;
  const shown = mode !== 'unused' || driven;
  const parts = [
    base,
    modeWords[mode],
    pull === 'none' ? null : `pulled ${pull}`,
    shown ? (level === 1 ? 'high' : 'low') : null,
    driven ? `driven ${drivenFromOutside === 1 ? 'high' : 'low'} from outside` : null,
  ];
  return {
    words: parts.filter((part) => part !== null).join(', '),
    level: shown ? level : null,
    direction: mode === 'out' ? 'out' : mode === 'in' ? 'in' : null,
    // Against an output it would be a short circuit.
    drivable: mode !== 'out',
    driven,
  };
}

/** What the next press drives the pin with: high, then low, then nothing again. */
export function nextDrive(drivenFromOutside: 0 | 1 | null): 0 | 1 | null {
  if (drivenFromOutside === null) return 1;
  return drivenFromOutside === 1 ? 0 : null;
}
