/**
 * What can be joined to a simulated board: a part has a face for each kind of wire that it answers on. A part knows its own
 * registers and nothing of the board, of Python or of drawing.
 */
import type { Event } from '../base/index.ts';
import type { PinSnapshot } from './snapshot.ts';

export type PinName = PinSnapshot['name'];

/** Which leg of a part is at which pin: `{ sda: 'GP4', scl: 'GP5' }`. */
export type Wiring = Readonly<Record<string, PinName>>;

/** A part on an I2C bus; its legs are `sda` and `scl`. */
export interface I2cFace {
  /** The 7-bit address that it answers. */
  readonly address: number;
  /** A start condition with its address; false leaves the address unacknowledged. */
  begin?(direction: 'read' | 'write'): boolean;
  /** Bytes from the board; gives how many it acknowledged, all of them when it gives nothing. */
  write(bytes: Uint8Array): number | undefined;
  /** Fills `target`; the board acknowledges all bytes but the last. */
  read(target: Uint8Array): void;
  stop?(): void;
}

/** A part on an SPI bus; its legs are `sck`, `mosi`, `miso` and `cs`, of which it may lack some. */
export interface SpiFace {
  /** Chip select fell: a new transaction. */
  select?(): void;
  /** Bytes from the board, and those that the part sends meanwhile (none: zeros). `level` reads another of its legs. */
  transfer(bytes: Uint8Array, level: (leg: string) => 0 | 1): Uint8Array | undefined;
}

/** A part on a serial line; its legs are `rx` (at the board's TX) and `tx`. */
export interface UartFace {
  /** At which it reads a line that a PIO program drives; 9600 when it does not say. */
  readonly baudrate?: number;
  /** What the board sent. */
  receive(bytes: Uint8Array): void;
  /** Called when the part is attached, with its way to send. */
  connect?(send: (bytes: Uint8Array) => void): void;
}

/** A part on a 1-Wire bus; its leg is `data`. */
export interface OneWireFace {
  /** A reset pulse; every part answers it with its presence. */
  reset(): void;
  /** The board writes a bit. */
  write(bit: 0 | 1): void;
  /** The board reads a bit; a part that has nothing to say leaves the line high. */
  read(): 0 | 1;
}

/** A DHT sensor; its leg is `data`. */
export interface DhtFace {
  /** The five bytes that follow a start signal: humidity, temperature, checksum. */
  measure(): Uint8Array;
}

/** A part that takes bits as pulses of two lengths, as NeoPixels do; its leg is `data`. */
export interface BitstreamFace {
  receive(bytes: Uint8Array): void;
}

/** Something that a person may set on a part: the temperature at a sensor. */
export interface PartValue {
  readonly unit: string;
  readonly minimum: number;
  readonly maximum: number;
  value: number;
}

/** What a part shows: a display's pixels, row by row from the top left. */
export interface PartPicture {
  width: number;
  height: number;
  /** `grey`: a byte a pixel; `rgb`: three. */
  format: 'grey' | 'rgb';
  pixels: Uint8Array;
}

export interface Part {
  /** As people call it: `BME280`. */
  readonly name: string;
  /** Its legs, and where they are when nobody says otherwise. */
  readonly usualWiring: Wiring;
  readonly i2c?: I2cFace;
  readonly spi?: SpiFace;
  readonly uart?: UartFace;
  readonly oneWire?: OneWireFace;
  readonly dht?: DhtFace;
  readonly bitstream?: BitstreamFace;
  /**
   * The voltage that the part itself puts on a leg, as a pressed button or a potentiometer does; null: it leaves it alone. Asked
   * after `attach`, a set value, power-on and `onDidChange`.
   */
  drives?(leg: string): number | null;
  /** Legs that make sense only where a voltage is measured: GP26, GP27, GP28. */
  readonly analogLegs?: readonly string[];
  /** A lamp: the leg that lights it while it is high, and its colour as 0xRRGGBB. */
  readonly light?: { readonly leg: string; readonly colour: number };
  /** What it keeps without power; 0xFF where nothing was written. */
  readonly contents?: Uint8Array;
  readonly values?: Readonly<Record<string, PartValue>>;
  picture?(): PartPicture;
  /** What it drives or shows changed by itself. */
  readonly onDidChange?: Event<void>;
  /** The board's power came back: everything but what the part keeps without power starts afresh. */
  powerOn?(): void;
}

/** A value with its range, for a part's `values`. */
export function partValue(value: number, unit: string, minimum: number, maximum: number): PartValue {
  return { unit, minimum, maximum, value };
}
