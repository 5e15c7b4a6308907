/** Which boards there are: on USB, and simulated ones that other processes offer. */
import { SerialPort } from 'serialport';
import { BrambleError } from '../../app/base/index.ts';
import { type BoardAddress, formatBoardAddress, parseBoardAddress } from '../../app/board/index.ts';
import type { OfferedBoard } from '../platform/offered-boards.ts';
import type { SerialPortInfo } from './serial-port-info.ts';
import { listSysfsPorts } from './sysfs-ports.ts';

/** A board that can be seen. */
export interface FoundBoard {
  address: string;
  /** For people, such as "Pico W on /dev/ttyACM0". */
  title: string;
  kind: 'simulated' | 'serial';
  /** Of its USB; null for a simulated one. */
  serialNumber: string | null;
}

export interface DiscoverySources {
  listSerialPorts: () => Promise<SerialPortInfo[]>;
  /** The simulated boards that living processes offer. */
  listOfferedBoards: () => Promise<OfferedBoard[]>;
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

/** Every board that can be seen, USB first. Two ports of one board (console and data) are both named. */
export async function findBoards(sources: DiscoverySources): Promise<FoundBoard[]> {
  const [ports, offered] = await Promise.all([sources.listSerialPorts(), sources.listOfferedBoards()]);
  return [...ports.filter(isBoard).map(fromPort), ...offered.flatMap(fromOffered)];
}

function isBoard({ vendorId, productId }: SerialPortInfo): boolean {
  return vendorId?.toLowerCase() === raspberryPi && !debugProbes.has(productId?.toLowerCase() ?? '');
}

function fromPort({ path, serialNumber }: SerialPortInfo): FoundBoard {
  const address = formatBoardAddress({ kind: 'serial', path });
  return { address, title: `Pico on ${path}`, kind: 'serial', serialNumber: serialNumber ?? null };
}

/** The first way in: TCP, else the pseudo-terminal. */
function fromOffered({ name, tcp, pty, pid }: OfferedBoard): FoundBoard[] {
  const address = tcp ?? (pty === null ? null : formatBoardAddress({ kind: 'serial', path: pty }));
  if (address === null) return [];
  const title = `Simulated Pico W${name === 'default' ? '' : ` "${name}"`} of process ${pid}`;
  return [{ address, title, kind: 'simulated', serialNumber: null }];
}

/**
 * `auto` and `id:` as the address of the board that they mean; others as they are. Rejects with `no-board`, and with
 * `several-boards` listing them.
 */
export async function resolveAddress(
  address: BoardAddress,
  sources: DiscoverySources,
): Promise<Exclude<BoardAddress, { kind: 'auto' | 'id' }>> {
  if (address.kind === 'auto') return concrete(await theOnlyBoard(sources));
  if (address.kind === 'id') return concrete(await boardOfSerialNumber(address.serialNumber, sources));
  return address;
}

function concrete({ address }: FoundBoard): Exclude<BoardAddress, { kind: 'auto' | 'id' }> {
  const parsed = parseBoardAddress(address);
  if (parsed.kind === 'auto' || parsed.kind === 'id') throw new Error(`A board was found at ${address}.`);
  return parsed;
}

async function theOnlyBoard(sources: DiscoverySources): Promise<FoundBoard> {
  const boards = await findBoards(sources);
  const [only] = boards;
  if (only === undefined) {
    throw new BrambleError('no-board', 'No board found. Plug in a Pico W, or use --device sim: for a simulated one.');
  }
  if (boards.length === 1) return only;
  const list = boards.map(({ address, title }) => `${address} (${title})`).join(', ');
  throw new BrambleError('several-boards', `There are ${boards.length} boards: ${list}. Name one with --device.`);
}

async function boardOfSerialNumber(serialNumber: string, sources: DiscoverySources): Promise<FoundBoard> {
  const boards = await findBoards(sources);
  const wanted = serialNumber.toLowerCase();
  const found = boards.find((board) => board.serialNumber?.toLowerCase() === wanted);
  if (found !== undefined) return found;
  const known = boards.flatMap((board) => board.serialNumber ?? []);
  throw new BrambleError(
    'no-board',
    `No board with the USB serial number ${serialNumber} is plugged in${known.length === 0 ? '' : ` (there is ${known.join(', ')})`}. Plug it in, or list the boards: bramble devices.`,
  );
}
