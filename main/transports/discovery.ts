/** Which boards there are: on USB, and simulated ones that other processes offer. */
import { SerialPort } from 'serialport';
import { BrambleError } from '../../app/base/index.ts';
import { type BoardAddress, formatBoardAddress, parseBoardAddress } from '../../app/board/index.ts';
import type { BoardNames } from '../platform/board-names.ts';
import type { OfferedBoard } from '../platform/offered-boards.ts';
import { type Bootloader, bootloaderRemedy } from './bootloaders.ts';
import type { SerialPortInfo } from './serial-port-info.ts';
import { listSysfsPorts } from './sysfs-ports.ts';

/** A board that can be seen. */
export interface FoundBoard {
  address: string;
  /** For people, such as "Pico W on /dev/ttyACM0". */
  title: string;
  kind: 'simulated' | 'serial' | 'bootloader';
  /** Of its USB; null for a simulated one. */
  serialNumber: string | null;
  /** What the user calls it; null when it has no name. */
  name: string | null;
  /** Why it cannot be used as it is, and what to do; null when it can. */
  remedy: string | null;
}

export interface DiscoverySources {
  listSerialPorts: () => Promise<SerialPortInfo[]>;
  /** The simulated boards that living processes offer. */
  listOfferedBoards: () => Promise<OfferedBoard[]>;
  /** Boards in BOOTSEL mode. */
  listBootloaders: () => Promise<Bootloader[]>;
  /** The names that the user gave to boards. */
  boardNames: () => Promise<BoardNames>;
}

const raspberryPi = '2e8a';
/** Raspberry Pi's Debug Probe has a serial port and is no board. */
const debugProbes = new Set(['0004', '000c']);

/**
 * Every USB serial port of this computer. Linux is asked through `/sys`: serialport runs `udevadm`, which small systems
 * lack and which dumps its whole database each time.
 */
export async function listSerialPorts(): Promise<SerialPortInfo[]> {
  const fromSysfs = process.platform === 'linux' ? await listSysfsPorts() : null;
  if (fromSysfs !== null) return fromSysfs;
  try {
    return await SerialPort.list();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BrambleError(
      'not-supported',
      `This system does not list its serial ports (${reason}). Name the port: --device serial:PATH.`,
      { cause: error },
    );
  }
}

/** Every board that can be seen, USB first, those in BOOTSEL mode last. Two ports of one board (console and data) are both named. */
export async function findBoards(sources: DiscoverySources): Promise<FoundBoard[]> {
  const [ports, offered, bootloaders, names] = await Promise.all([
    sources.listSerialPorts(),
    sources.listOfferedBoards(),
    sources.listBootloaders(),
    sources.boardNames(),
  ]);
  const found = [
    ...ports.filter(isBoard).map(fromPort),
    ...offered.flatMap(fromOffered),
    ...bootloaders.map(fromBootloader),
  ];
  return found.map((board) => ({ ...board, name: nameOf(board, names) }));
}

function nameOf({ address, serialNumber }: FoundBoard, names: BoardNames): string | null {
  const own = [address, `id:${serialNumber ?? ''}`].map((text) => text.toLowerCase());
  return Object.entries(names).find(([, named]) => own.includes(named.toLowerCase()))?.[0] ?? null;
}

function isBoard({ vendorId, productId }: SerialPortInfo): boolean {
  return vendorId?.toLowerCase() === raspberryPi && !debugProbes.has(productId?.toLowerCase() ?? '');
}

function fromPort({ path, serialNumber }: SerialPortInfo): FoundBoard {
  const address = formatBoardAddress({ kind: 'serial', path });
  return {
    address,
    title: `Pico on ${path}`,
    kind: 'serial',
    serialNumber: serialNumber ?? null,
    name: null,
    remedy: null,
  };
}

/** The first way in: TCP, else the pseudo-terminal. */
function fromOffered({ name, tcp, pty, pid }: OfferedBoard): FoundBoard[] {
  const address = tcp ?? (pty === null ? null : formatBoardAddress({ kind: 'serial', path: pty }));
  if (address === null) return [];
  const title = `Simulated Pico W${name === 'default' ? '' : ` "${name}"`} of process ${pid}`;
  return [{ address, title, kind: 'simulated', serialNumber: null, name: null, remedy: null }];
}

function fromBootloader({ device, chip }: Bootloader): FoundBoard {
  return {
    address: formatBoardAddress({ kind: 'bootsel', device }),
    title: `${chip} in BOOTSEL mode`,
    kind: 'bootloader',
    serialNumber: null,
    name: null,
    remedy: bootloaderRemedy,
  };
}

/** An address that a transport can be made for. */
export type ConcreteAddress = Extract<BoardAddress, { kind: 'serial' | 'tcp' | 'sim' }>;

/**
 * `auto` and `id:` as the address of the board that they mean, and names as the boards that have them; others as they are. Rejects with `no-board`,
 * `board-in-bootloader`, and with `several-boards` listing them.
 */
export async function resolveAddress(address: BoardAddress, sources: DiscoverySources): Promise<ConcreteAddress> {
  if (address.kind === 'auto') return concrete(await theOnlyBoard(sources));
  if (address.kind === 'id') return concrete(await boardOfSerialNumber(address.serialNumber, sources));
  if (address.kind === 'name') return resolveAddress(await boardOfName(address.name, sources), sources);
  if (address.kind === 'bootsel') throw inBootloader(1);
  return address;
}

/** Names mean addresses, never other names. */
async function boardOfName(name: string, sources: DiscoverySources): Promise<BoardAddress> {
  const names = await sources.boardNames();
  const named = Object.hasOwn(names, name) ? names[name] : undefined;
  const address = named === undefined ? null : parseBoardAddress(named);
  if (address !== null && address.kind !== 'name') return address;
  const known = Object.keys(names).sort();
  throw new BrambleError(
    'no-board',
    `No board is named ${name}${known.length === 0 ? '' : ` (there is ${known.join(', ')})`}. Name one: bramble devices --name ADDRESS ${name}. Addresses look like serial:/dev/ttyACM0, tcp:HOST:PORT, id:SERIALNUMBER or sim:.`,
  );
}

function inBootloader(count: number): BrambleError {
  const which = count === 1 ? 'The board is' : `${count} boards are`;
  return new BrambleError(
    'board-in-bootloader',
    `${which} in BOOTSEL mode, where no MicroPython runs. ${bootloaderRemedy}`,
  );
}

function concrete({ address }: FoundBoard): ConcreteAddress {
  const parsed = parseBoardAddress(address);
  if (parsed.kind === 'serial' || parsed.kind === 'tcp' || parsed.kind === 'sim') return parsed;
  throw new Error(`A board was found at ${address}.`);
}

async function theOnlyBoard(sources: DiscoverySources): Promise<FoundBoard> {
  const found = await findBoards(sources);
  const boards = found.filter(({ kind }) => kind !== 'bootloader');
  const [only] = boards;
  if (only === undefined) {
    if (found.length > 0) throw inBootloader(found.length);
    throw new BrambleError('no-board', 'No board found. Plug in a Pico W, or use --device sim: for a simulated one.');
  }
  if (boards.length === 1) return only;
  const list = boards.map(({ address, title, name }) => `${name ?? address} (${title})`).join(', ');
  throw new BrambleError(
    'several-boards',
    `There are ${boards.length} boards: ${list}. Name one with --device, or all of them with --device all.`,
  );
}

async function boardOfSerialNumber(serialNumber: string, sources: DiscoverySources): Promise<FoundBoard> {
  const boards = await findBoards(sources);
  const wanted = serialNumber.toLowerCase();
  const found = boards.find((board) => board.serialNumber?.toLowerCase() === wanted);
  if (found !== undefined) return found;
  const bootloaders = boards.filter(({ kind }) => kind === 'bootloader').length;
  const known = boards.flatMap((board) => board.serialNumber ?? []);
  throw new BrambleError(
    'no-board',
    `No board with the USB serial number ${serialNumber} is plugged in${known.length === 0 ? '' : ` (there is ${known.join(', ')})`}. Plug it in, or list the boards: bramble devices.${bootloaders === 0 ? '' : ` ${inBootloader(bootloaders).message}`}`,
  );
}
