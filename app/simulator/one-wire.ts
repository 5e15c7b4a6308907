/** The 1-Wire protocol from a part's side, bit by bit: reset, ROM commands, then the part's own (Maxim AN937). */
import type { OneWireFace } from './part.ts';

const rom = { search: 0xf0, read: 0x33, match: 0x55, skip: 0xcc };

/** What a part says after a command: bytes, to which a CRC is added; a bit each time it is asked; or nothing but ones. */
export type OneWireAnswer = Uint8Array | (() => 0 | 1) | 'ones';

export interface OneWireResponderOptions {
  /** The first byte of the ROM code: 0x28 for a DS18B20. */
  family: number;
  serial: number;
  /** A command came for this part. */
  onCommand(code: number): OneWireAnswer;
  /** A byte that the board wrote after a command. */
  onByte(byte: number): void;
}

type State =
  /** Not addressed until the next reset. */
  | { kind: 'idle' }
  | { kind: 'rom-command' }
  /** `step` 0: says its bit; 1: says the complement; 2: hears which way the search goes. */
  | { kind: 'search'; bit: number; step: number }
  | { kind: 'match'; bit: number }
  /** Says its ROM code: the only part on its bus, or the bus is a muddle. */
  | { kind: 'read-rom'; bit: number }
  | { kind: 'command' }
  | { kind: 'answer'; answer: OneWireAnswer };

export class OneWireResponder implements OneWireFace {
  /** Family, serial number, CRC. */
  readonly romCode: Uint8Array;
  readonly #options: OneWireResponderOptions;
  #state: State = { kind: 'idle' };
  /** Bits of the byte that is being written. */
  #heard: (0 | 1)[] = [];
  /** Bits said of an answer in bytes. */
  #said = 0;

  constructor(options: OneWireResponderOptions) {
    this.#options = options;
    const code = Uint8Array.from({ length: 7 }, (_, at) =>
      at === 0 ? options.family : Math.floor(options.serial / 2 ** (8 * (at - 1))) & 0xff,
    );
    this.romCode = Uint8Array.of(...code, crc8(code));
  }

  reset(): void {
    this.#enter({ kind: 'rom-command' });
  }

  write(bit: 0 | 1): void {
    const state = this.#state;
    if (state.kind === 'search') this.#hearSearch(state, bit);
    else if (state.kind === 'match') this.#hearMatch(state, bit);
    else if (state.kind !== 'idle') this.#hearBit(bit);
  }

  read(): 0 | 1 {
    const state = this.#state;
    if (state.kind === 'search' && state.step < 2) {
      const bit = romBit(this.romCode, state.bit);
      const said = state.step === 0 ? bit : bit === 0 ? 1 : 0;
      this.#state = { ...state, step: state.step + 1 };
      return said;
    }
    if (state.kind === 'read-rom') {
      this.#state = state.bit === 63 ? { kind: 'command' } : { kind: 'read-rom', bit: state.bit + 1 };
      return romBit(this.romCode, state.bit);
    }
    if (state.kind !== 'answer' || state.answer === 'ones') return 1;
    if (typeof state.answer === 'function') return state.answer();
    const bytes = state.answer;
    const at = this.#said++;
    return at < bytes.length * 8 ? romBit(bytes, at) : 1;
  }

  #hearBit(bit: 0 | 1): void {
    this.#heard.push(bit);
    if (this.#heard.length < 8) return;
    const byte = this.#heard.reduce<number>((value, each, at) => value | (each << at), 0);
    this.#heard = [];
    this.#hearByte(byte);
  }

  #hearByte(byte: number): void {
    if (this.#state.kind === 'answer') this.#options.onByte(byte);
    else if (this.#state.kind === 'command') {
      const answer = this.#options.onCommand(byte);
      this.#enter({ kind: 'answer', answer: typeof answer === 'object' ? withCrc(answer) : answer });
    } else if (byte === rom.search) this.#enter({ kind: 'search', bit: 0, step: 0 });
    else if (byte === rom.match) this.#enter({ kind: 'match', bit: 0 });
    else if (byte === rom.skip) this.#enter({ kind: 'command' });
    else if (byte === rom.read) this.#enter({ kind: 'read-rom', bit: 0 });
    else this.#enter({ kind: 'idle' });
  }

  #hearSearch(state: State & { kind: 'search' }, bit: 0 | 1): void {
    // The search went the other way: this part is out until the next reset.
    if (bit !== romBit(this.romCode, state.bit)) this.#enter({ kind: 'idle' });
    else if (state.bit === 63) this.#enter({ kind: 'command' });
    else this.#state = { kind: 'search', bit: state.bit + 1, step: 0 };
  }

  #hearMatch(state: State & { kind: 'match' }, bit: 0 | 1): void {
    if (bit !== romBit(this.romCode, state.bit)) this.#enter({ kind: 'idle' });
    else if (state.bit === 63) this.#enter({ kind: 'command' });
    else this.#state = { kind: 'match', bit: state.bit + 1 };
  }

  #enter(state: State): void {
    this.#state = state;
    this.#heard = [];
    this.#said = 0;
  }
}

/** Bits travel least significant first. */
const romBit = (bytes: Uint8Array, at: number): 0 | 1 => ((((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) === 0 ? 0 : 1);

const withCrc = (bytes: Uint8Array) => Uint8Array.of(...bytes, crc8(bytes));

/** Maxim's CRC: x^8 + x^5 + x^4 + 1, least significant bit first (AN27). */
export function crc8(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >> 1 : (crc >> 1) ^ 0x8c;
  }
  return crc;
}
