/**
 * A WASM module as its sections and functions, to be changed and put together again: just enough of the format (WebAssembly core
 * specification, chapter 5) to wrap a function of the interpreter's image in one of our own.
 */

export const sectionId = { type: 1, import: 2, function: 3, memory: 5, code: 10, data: 11 } as const;

/** Bytes before the first section: the magic number and the version. */
const headerBytes = 8;
const FUNCTION_IMPORT = 0;

/** A function that the module defines. */
export interface DefinedFunction {
  type: number;
  /** Its locals and instructions, without the length that stands before them. */
  body: Uint8Array;
}

export interface ImageModule {
  header: Uint8Array;
  /** In their order; those of functions and code are made anew from `functions`. */
  sections: { id: number; content: Uint8Array }[];
  /** Parameters and results of each type, a byte each. */
  types: { parameters: number[]; results: number[] }[];
  /** Names of imported functions; the functions that the module defines are counted from their number on. */
  importedFunctions: string[];
  functions: DefinedFunction[];
}

class Reader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.at >= this.#bytes.length;
  }

  byte(): number {
    return this.#bytes[this.at++] ?? 0;
  }

  /** An unsigned LEB128 number. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  take(length: number): Uint8Array {
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  sized(): Uint8Array {
    return this.take(this.number());
  }

  list<T>(item: () => T): T[] {
    return Array.from({ length: this.number() }, item);
  }
}

export function parseImage(bytes: Uint8Array): ImageModule {
  const reader = new Reader(bytes);
  const header = reader.take(headerBytes);
  const sections: ImageModule['sections'] = [];
  while (!reader.atEnd) sections.push({ id: reader.byte(), content: reader.sized() });
  const inSection = (id: number) =>
    new Reader(sections.find((section) => section.id === id)?.content ?? Uint8Array.of(0));
  const types = inSection(sectionId.function);
  const bodies = inSection(sectionId.code);
  const typeOf = types.list(() => types.number());
  return {
    header,
    sections,
    types: parseTypes(inSection(sectionId.type)),
    importedFunctions: parseImports(inSection(sectionId.import)),
    functions: bodies.list(() => bodies.sized()).map((body, index) => ({ body, type: typeOf[index] ?? 0 })),
  };
}

function parseTypes(reader: Reader): ImageModule['types'] {
  return reader.list(() => {
    reader.byte(); // 0x60: a function
    return { parameters: reader.list(() => reader.byte()), results: reader.list(() => reader.byte()) };
  });
}

/** The image imports nothing but functions. */
function parseImports(reader: Reader): string[] {
  return reader.list(() => {
    reader.sized(); // the module
    const name = Buffer.from(reader.sized()).toString('utf8');
    if (reader.byte() !== FUNCTION_IMPORT) throw new Error(`The image imports ${name}, which is no function.`);
    reader.number(); // its type
    return name;
  });
}

export function assembleImage(image: ImageModule): Uint8Array<ArrayBuffer> {
  const { header, sections, functions } = image;
  const types = Buffer.concat([unsigned(functions.length), ...functions.map(({ type }) => unsigned(type))]);
  const code = Buffer.concat([unsigned(functions.length), ...functions.map(({ body }) => sized(body))]);
  const content = (section: { id: number; content: Uint8Array }) => {
    if (section.id === sectionId.function) return types;
    return section.id === sectionId.code ? code : section.content;
  };
  const made = sections.flatMap((section) => [Uint8Array.of(section.id), sized(content(section))]);
  return new Uint8Array(Buffer.concat([header, ...made]));
}

/** Where in linear memory the text, ended by a NUL, will be. Throws when it is not in the image's data, or not once. */
export function dataAddress(image: ImageModule, text: string): number {
  const reader = new Reader(image.sections.find(({ id }) => id === sectionId.data)?.content ?? Uint8Array.of(0));
  const sought = Buffer.from(`\0${text}\0`);
  const found = reader
    .list(() => {
      const kind = reader.byte();
      if (kind !== 0) throw new Error(`The image has data of another kind: ${kind}`);
      reader.byte(); // i32.const
      const address = reader.number();
      reader.byte(); // end
      return { address, at: Buffer.from(reader.sized()).indexOf(sought) };
    })
    .filter(({ at }) => at >= 0);
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`The image's data does not hold "${text}" once.`);
  return only.address + only.at + 1;
}

/** A number as the linker writes it where it puts one in later: in five bytes whatever it is. */
export const paddedNumber = (value: number) =>
  [0, 7, 14, 21, 28].map((shift) => ((value >>> shift) & 0x7f) | (shift < 28 ? 0x80 : 0));

const CONSTANT = 0x41;

/** The instruction that loads an address. */
export const constantOf = (address: number) => [CONSTANT, ...paddedNumber(address)];

const sized = (bytes: Uint8Array) => Buffer.concat([unsigned(bytes.length), bytes]);

/** Unsigned LEB128. */
export function unsigned(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value >>> 0;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Uint8Array.from(bytes);
}

/** Signed LEB128 of a 32-bit number, as constants in code are written. */
export function signed(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)) {
      bytes.push(byte);
      return Uint8Array.from(bytes);
    }
    bytes.push(byte | 0x80);
  }
}
