/**
 * The contract's BoardsService: sessions by address, their output and state told to every client. How a board is reached and
 * which ones there are comes in as adapters.
 */
import { BrambleError, type Clock, type Disposable, describeError } from '../../app/base/index.ts';
import {
  type Approach,
  type BoardSession,
  type BoardState,
  formatBoardAddress,
  type ProgramResult,
  parseBoardAddress,
} from '../../app/board/index.ts';
import type { BoardSummary, BoardsService, HostEventHub } from '../../app/contract/index.ts';
import type { SentPrograms } from '../platform/sent-programs.ts';
import { ConnectedBoard, type ConnectedBoardOptions, type OpenedBoard } from './connected-board.ts';
import type { NoteStart } from './ordered-starts.ts';
import { RecentOutput } from './recent-output.ts';
import type { SerialLog } from './serial-log/serial-log.ts';

/** A board that can be seen, connected or not. */
export interface Device extends Pick<BoardSummary, 'address' | 'title' | 'kind' | 'name'> {
  /** Why it cannot be used as it is and what to do; null when it can. */
  remedy: string | null;
}

export interface BoardsServiceOptions {
  /** Makes the transport for an address; `id:`, `auto` and names are resolved, so the board's own address may differ. */
  openBoard: (address: string) => Promise<OpenedBoard>;
  nameBoard: (address: string, name: string | null) => Promise<void>;
  rtcTime: ConnectedBoardOptions['rtcTime'];
  listDevices: () => Promise<Device[]>;
  clock: Clock;
  events: HostEventHub;
  serialLog: Pick<SerialLog, 'printed' | 'typed'>;
  /** Gets each order that restarts a board's Python, before the board does; and who the board is, where it gives a way to say so. */
  noteStart: NoteStart;
  sent: Pick<SentPrograms, 'note'>;
}

/** How soon a board that was plugged in shows up. */
const lookAroundMs = 700;
const recentOutputBytes = 256 * 1024;

export class BoardSessions implements BoardsService, Disposable {
  readonly #options: BoardsServiceOptions;
  readonly #boards = new Map<string, ConnectedBoard>();
  readonly #connecting = new Map<string, Promise<void>>();
  /** Kept over reconnections, so that positions only grow. */
  readonly #recent = new Map<string, RecentOutput>();
  /** Why the last attempt to connect failed, until the next one. */
  readonly #failures = new Map<string, BoardState>();
  #lookAround: Disposable | null = null;
  #disposed = false;
  #devices: Device[] = [];
  #told = '';

  constructor(options: BoardsServiceOptions) {
    this.#options = options;
    this.#lookAroundLater();
  }

  async list(): Promise<BoardSummary[]> {
    this.#see(await this.#options.listDevices());
    return this.#summaries();
  }

  connect(address: string): Promise<void> {
    const key = normalise(address);
    if (this.#boards.get(key)?.isOpen === true) return Promise.resolve();
    const running = this.#connecting.get(key);
    if (running !== undefined) return running;
    return this.#connect(key, 'attach');
  }

  async rescue(address: string): Promise<void> {
    const key = normalise(address);
    await this.#connecting.get(key)?.catch(() => {});
    this.#forget(key);
    await this.#connect(key, 'interrupt');
  }

  async rename(address: string, name: string | null): Promise<void> {
    await this.#options.nameBoard(address, name);
    this.#see(await this.#options.listDevices());
    this.#tellChanges();
  }

  async disconnect(address: string): Promise<void> {
    const key = normalise(address);
    this.#failures.delete(key);
    this.#forget(key);
    this.#tellChanges();
  }

  run(address: string, program: { source: string; name: string }): Promise<ProgramResult> {
    const session = this.session(address);
    const { source, name } = program;
    const onIdentity = this.#options.noteStart(normalise(address), 'run');
    const onStarted = () => this.#options.sent.note(normalise(address), { program: name }, source);
    return session.run(source, { name, onStarted, onIdentity });
  }

  stop(address: string): Promise<void> {
    return this.session(address).stop();
  }

  softReset(address: string): Promise<void> {
    const session = this.session(address);
    const onIdentity = this.#options.noteStart(normalise(address), 'reset');
    return session.softReset({ onIdentity });
  }

  type(address: string, bytes: Uint8Array): Promise<void> {
    const session = this.session(address);
    this.#options.serialLog.typed(normalise(address), bytes);
    return session.type(bytes);
  }

  async recentOutput(address: string): Promise<{ bytes: Uint8Array; position: number }> {
    return this.#recent.get(normalise(address))?.read() ?? { bytes: new Uint8Array(), position: 0 };
  }

  /** The session of a board that was connected. Throws `no-board` when none was at this address. */
  session(address: string): BoardSession {
    const board = this.#boards.get(normalise(address));
    if (board !== undefined) return board.session;
    throw new BrambleError('no-board', `No board is connected at ${address}. Choose one in the board picker.`);
  }

  dispose(): void {
    this.#disposed = true;
    this.#lookAround?.dispose();
    for (const board of this.#boards.values()) board.dispose();
    this.#boards.clear();
  }

  #connect(key: string, approach: Approach): Promise<void> {
    const connecting = this.#tryOpen(key, approach);
    this.#connecting.set(key, connecting);
    return connecting;
  }

  async #tryOpen(key: string, approach: Approach): Promise<void> {
    this.#failures.delete(key);
    try {
      await this.#open(key, approach);
    } catch (error) {
      this.#failures.set(key, lostBecause(error));
      throw error;
    } finally {
      this.#connecting.delete(key);
      this.#tellChanges();
    }
  }

  async #open(key: string, approach: Approach): Promise<void> {
    const opened = await this.#options.openBoard(key);
    const { address } = opened;
    if (this.#disposed || this.#boards.get(address)?.isOpen === true) return opened.transport.dispose();
    this.#boards.get(address)?.dispose();
    const board = this.#make(opened, approach);
    this.#boards.set(address, board);
    try {
      await board.connected;
    } catch (error) {
      if (board.session.state.kind !== 'lost' && this.#boards.get(address) === board) this.#forget(address);
      throw error;
    }
  }

  #forget(address: string): void {
    this.#boards.get(address)?.dispose();
    this.#boards.delete(address);
  }

  #make(board: OpenedBoard, approach: Approach): ConnectedBoard {
    const { clock, events, rtcTime, serialLog } = this.#options;
    const { address } = board;
    const recent = this.#recent.get(address) ?? new RecentOutput(recentOutputBytes);
    this.#recent.set(address, recent);
    const connected: ConnectedBoard = new ConnectedBoard({
      board,
      clock,
      approach,
      rtcTime,
      onOutput: (bytes) => {
        serialLog.printed(address, bytes, programOf(connected.session.state));
        return events.push('board.output', { address, bytes, position: recent.add(bytes) });
      },
      onChange: () => this.#tellChanges(),
    });
    return connected;
  }

  /** A board that was lost and is plugged in again is connected again. */
  #see(devices: Device[]): void {
    const before = new Set(this.#devices.map(({ address }) => address));
    this.#devices = devices;
    for (const { address } of devices) if (!before.has(address)) void this.#boards.get(address)?.session.reconnect();
  }

  #summaries(): BoardSummary[] {
    const seen = new Map<string, Device>(this.#devices.map((device) => [device.address, device]));
    for (const address of this.#boards.keys()) if (!seen.has(address)) seen.set(address, describe(address));
    return [...seen.values()].sort(simulatedFirst).map(({ remedy, ...device }) => {
      const board = this.#boards.get(device.address);
      const session = board?.session;
      const state = session?.state ?? this.#failures.get(device.address) ?? stateUnconnected(device, remedy);
      const news = board?.settled === undefined ? {} : { settled: board.settled };
      return { ...device, state, firmware: session?.firmware ?? null, ...news };
    });
  }

  #tellChanges(): void {
    const summaries = this.#summaries();
    const text = JSON.stringify(summaries);
    if (text === this.#told) return;
    this.#told = text;
    void this.#options.events.push('boards.changed', summaries);
  }

  /** Looks for plugged and unplugged boards, as long as somebody watches. */
  #lookAroundLater(): void {
    const lookAround = async () => {
      if (this.#options.events.hasReceivers) {
        // A failing look is followed by the next one; `list` reports the failure to whoever asks.
        this.#see(await this.#options.listDevices().catch(() => this.#devices));
        this.#tellChanges();
      }
      if (!this.#disposed) this.#lookAroundLater();
    };
    this.#lookAround = this.#options.clock.schedule(() => void lookAround(), lookAroundMs);
  }
}

/** What prints, as a short name. */
function programOf(state: BoardState): string {
  if (state.kind !== 'running' || state.what === 'the shell') return 'shell';
  return state.what.includes(' ') ? 'program' : state.what;
}

/** The first sentence says what happened, the others what to do. */
function lostBecause(error: unknown): BoardState {
  const { message } = describeError(error);
  const [, reason = message, remedy = ''] = /^(.+?[.!?])\s+(.+)$/s.exec(message) ?? [];
  return { kind: 'lost', reason, remedy };
}

function normalise(address: string): string {
  return formatBoardAddress(parseBoardAddress(address));
}

function stateUnconnected({ title }: Pick<Device, 'title'>, remedy: string | null): BoardState {
  return remedy === null
    ? { kind: 'disconnected' }
    : { kind: 'lost', reason: `${title}: no MicroPython runs there.`, remedy };
}

/** A board that no list has: a TCP address, or one that was unplugged. */
function describe(address: string): Device {
  const { kind } = parseBoardAddress(address);
  if (kind === 'sim')
    return { address, title: `Simulated Pico W (${address.slice(4)})`, kind: 'simulated', name: null, remedy: null };
  return {
    address,
    title: `Board at ${address.slice(address.indexOf(':') + 1)}`,
    kind: kind === 'tcp' ? 'tcp' : 'serial',
    name: null,
    remedy: null,
  };
}

function simulatedFirst(a: Device, b: Device): number {
  return Number(b.kind === 'simulated') - Number(a.kind === 'simulated') || (a.address < b.address ? -1 : 1);
}
