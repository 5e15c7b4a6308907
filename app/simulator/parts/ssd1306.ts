/** Solomon's SSD1306: a monochrome display of 128 x 64 or 128 x 32 pixels, on I2C or SPI (datasheet rev 1.5). No scrolling. */
import type { Part, PartPicture, Wiring } from '../part.ts';

const columns = 128;
const pages = 8;
const ramRows = pages * 8;

/** How many bytes follow a command that takes any. */
const operands = new Map<number, number>([
  [0x20, 1],
  [0x21, 2],
  [0x22, 2],
  [0x26, 6],
  [0x27, 6],
  [0x29, 5],
  [0x2a, 5],
  [0x81, 1],
  [0x8d, 1],
  [0xa3, 2],
  [0xa8, 1],
  [0xd3, 1],
  [0xd5, 1],
  [0xd9, 1],
  [0xda, 1],
  [0xdb, 1],
]);

interface Settings {
  /** 0 horizontal, 1 vertical, 2 page. */
  addressing: number;
  columnStart: number;
  columnEnd: number;
  pageStart: number;
  pageEnd: number;
  column: number;
  page: number;
  startLine: number;
  offset: number;
  contrast: number;
  remapColumns: boolean;
  remapRows: boolean;
  allOn: boolean;
  inverted: boolean;
  on: boolean;
}

const afterReset: Settings = {
  addressing: 2,
  columnStart: 0,
  columnEnd: columns - 1,
  pageStart: 0,
  pageEnd: pages - 1,
  column: 0,
  page: 0,
  startLine: 0,
  offset: 0,
  contrast: 0x7f,
  remapColumns: false,
  remapRows: false,
  allOn: false,
  inverted: false,
  on: false,
};

/** The controller: commands and data in, a picture out. */
class Controller {
  readonly #ram = new Uint8Array(columns * pages);
  readonly #rows: number;
  #settings: Settings = { ...afterReset };
  #command: number[] = [];

  constructor(rows: number) {
    this.#rows = rows;
  }

  /** The RAM keeps what it held, as it does on the chip until power goes. */
  reset(): void {
    this.#settings = { ...afterReset };
    this.#command = [];
    this.#ram.fill(0);
  }

  command(byte: number): void {
    this.#command.push(byte);
    const [code = 0, first = 0, second = 0] = this.#command;
    if (this.#command.length <= (operands.get(code) ?? 0)) return;
    this.#command = [];
    this.#execute(code, first, second);
  }

  data(byte: number): void {
    const now = this.#settings;
    this.#ram[now.page * columns + now.column] = byte;
    if (now.addressing === 1) {
      if (now.page < now.pageEnd) {
        now.page += 1;
        return;
      }
      now.page = now.pageStart;
    }
    if (now.column < now.columnEnd) {
      now.column += 1;
      return;
    }
    now.column = now.columnStart;
    if (now.addressing === 0) now.page = now.page < now.pageEnd ? now.page + 1 : now.pageStart;
  }

  /** As the eye sees it with the module the right way up, which is how drivers set the two remaps. */
  picture(): PartPicture {
    const now = this.#settings;
    const pixels = new Uint8Array(columns * this.#rows);
    for (let y = 0; now.on && y < this.#rows; y++) {
      const line = now.remapRows ? y : this.#rows - 1 - y;
      const row = (line + now.startLine + now.offset) % ramRows;
      for (let x = 0; x < columns; x++) {
        const column = now.remapColumns ? x : columns - 1 - x;
        const lit = (((this.#ram[(row >> 3) * columns + column] ?? 0) >> (row & 7)) & 1) === 1;
        if (now.allOn || lit !== now.inverted) pixels[y * columns + x] = 255;
      }
    }
    return { width: columns, height: this.#rows, format: 'grey', pixels };
  }

  #execute(code: number, first: number, second: number): void {
    const now = this.#settings;
    if (code <= 0x0f) now.column = (now.column & 0x70) | code;
    else if (code <= 0x1f) now.column = (now.column & 0x0f) | ((code & 7) << 4);
    else if (code === 0x20) now.addressing = first & 3;
    else if (code === 0x21) {
      now.columnStart = now.column = first & 0x7f;
      now.columnEnd = second & 0x7f;
    } else if (code === 0x22) {
      now.pageStart = now.page = first & 7;
      now.pageEnd = second & 7;
    } else if (code >= 0x40 && code <= 0x7f) now.startLine = code & 0x3f;
    else if (code === 0x81) now.contrast = first;
    else if (code === 0xa0 || code === 0xa1) now.remapColumns = code === 0xa1;
    else if (code === 0xa4 || code === 0xa5) now.allOn = code === 0xa5;
    else if (code === 0xa6 || code === 0xa7) now.inverted = code === 0xa7;
    else if (code === 0xae || code === 0xaf) now.on = code === 0xaf;
    else if (code >= 0xb0 && code <= 0xb7) now.page = code & 7;
    else if (code >= 0xc0 && code <= 0xcf) now.remapRows = code >= 0xc8;
    else if (code === 0xd3) now.offset = first & 0x3f;
  }
}

export interface Ssd1306Options {
  address?: number;
  height?: 32 | 64;
  /** `spi` has the legs `sck`, `mosi`, `cs` and `dc`. */
  bus?: 'i2c' | 'spi';
}

/** A display whose `picture()` is what it shows. */
export function ssd1306({ address = 0x3c, height = 64, bus = 'i2c' }: Ssd1306Options = {}): Part & {
  picture(): PartPicture;
} {
  const controller = new Controller(height);
  const both = {
    name: 'SSD1306',
    picture: () => controller.picture(),
    powerOn: () => controller.reset(),
  };
  if (bus === 'spi') {
    const usualWiring: Wiring = { sck: 'GP18', mosi: 'GP19', cs: 'GP17', dc: 'GP20' };
    return { ...both, usualWiring, spi: spiFace(controller) };
  }
  return { ...both, usualWiring: { sda: 'GP4', scl: 'GP5' }, i2c: i2cFace(controller, address) };
}

function spiFace(controller: Controller): NonNullable<Part['spi']> {
  return {
    transfer(bytes, level) {
      const isData = level('dc') === 1;
      for (const byte of bytes) isData ? controller.data(byte) : controller.command(byte);
      return undefined;
    },
  };
}

function i2cFace(controller: Controller, address: number): NonNullable<Part['i2c']> {
  // A control byte says what follows: bit 6 data or command, bit 7 that one byte follows and then another control byte.
  let control: number | null = null;
  return {
    address,
    begin() {
      control = null;
      return true;
    },
    write(bytes) {
      for (const byte of bytes) {
        if (control === null) {
          control = byte;
          continue;
        }
        if ((control & 0x40) !== 0) controller.data(byte);
        else controller.command(byte);
        if ((control & 0x80) !== 0) control = null;
      }
      return bytes.length;
    },
    // Its only readable byte is the status, which drivers do not ask for: on, not busy.
    read: (target) => void target.fill(0),
  };
}
