/** What a board let be seen while its attention was sought: the ground of a diagnosis. It is gathered byte by byte, however they come. */
import { encode, lastBytes, noBytes } from '../bytes.ts';
import { completesAt } from '../raw-repl/scan.ts';
import type { Rung } from './rungs.ts';

const signs = {
  /** MicroPython's words, whatever it runs. */
  prompt: encode('>>> '),
  banner: encode('MicroPython v'),
  traceback: encode('Traceback (most recent call last)'),
  interrupt: encode('KeyboardInterrupt'),
  bootFile: encode('File "boot.py"'),
  softReboot: encode('MPY: soft reboot'),
  circuitPython: encode('Adafruit CircuitPython'),
  /** A Unix terminal's echo of Ctrl-C. */
  caret: encode('^C'),
} as const;

export type Sign = keyof typeof signs;

export interface Evidence {
  receivedBytes: number;
  /** Bytes since the last rung began: whether it prints to the end. */
  sinceRungBytes: number;
  /** Bytes that no text has: neither printable, nor white space, nor UTF-8's. */
  oddBytes: number;
  seen: readonly Sign[];
  /** The last bytes that came. */
  tail: Uint8Array;
  /** The rungs that were tried, in order. */
  rungs: readonly Rung[];
}

/** As many as an error can show. */
const tailBytes = 160;

export function startEvidence(rung: Rung): Evidence {
  return { receivedBytes: 0, sinceRungBytes: 0, oddBytes: 0, seen: [], tail: noBytes, rungs: [rung] };
}

export function noteBytes(evidence: Evidence, bytes: Uint8Array): Evidence {
  const seen = (Object.keys(signs) as Sign[]).filter(
    (sign) => evidence.seen.includes(sign) || completesAt(evidence.tail, bytes, signs[sign]) !== -1,
  );
  return {
    ...evidence,
    receivedBytes: evidence.receivedBytes + bytes.length,
    sinceRungBytes: evidence.sinceRungBytes + bytes.length,
    oddBytes: evidence.oddBytes + bytes.filter(isOdd).length,
    seen,
    tail: lastBytes(evidence.tail, bytes, tailBytes),
  };
}

export function noteRung(evidence: Evidence, rung: Rung): Evidence {
  return { ...evidence, sinceRungBytes: 0, rungs: [...evidence.rungs, rung] };
}

/** Control characters but tab, line ends, backspace, escape and the protocol's 1 to 4; and bytes that UTF-8 never has. */
function isOdd(byte: number): boolean {
  if (byte < 0x20) return ![0x01, 0x02, 0x03, 0x04, 0x08, 0x09, 0x0a, 0x0d, 0x1b].includes(byte);
  return byte === 0x7f || byte === 0xc0 || byte === 0xc1 || byte > 0xf4;
}
