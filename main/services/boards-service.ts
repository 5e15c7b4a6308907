/**
 * The contract's BoardsService: sessions by address, their output and state told to every client. How a board is reached and
 * which ones there are comes in as adapters.
 */
import { BrambleError, type Clock, type Disposable, describeError } from '../../app/base/index.ts';
import {
  type BoardSession,
  type BoardState,
  formatBoardAddress,
  type ProgramResult,
  parseBoardAddress,
  type Transport,
} from '../../app/board/index.ts';
import type { BoardSummary, BoardsService, HostEventHub } from '../../app/contract/index.ts';
import { ConnectedBoard } from './connected-board.ts';
import { RecentOutput } from './recent-output.ts';

/** A board that can be seen, connected or not. */
export type Device = Pick<BoardSummary, 'address' | 'title' | 'kind'>;

export interface BoardsServiceOptions {
  /** Makes the transport for an address; `id:` and `auto` are resolved, so its own address may differ. */
  openTransport: (address: string) => Promise<Transport>;
  listDevices: () => Promise<Device[]>;
  clock: Clock;
  events: HostEventHub;
}

/** How soon a board that was plugged in shows up. */
const lookAroundMs = 2500;
/** A Pico W's port is back about a second after machine.reset(), on a slow computer after several. */
const resetRetryMs = 500;
const resetRetries = 20;
const recentOutputBytes = 256 * 1024;

export class BoardSessions implements BoardsService, Disposable {
  readonly #options: BoardsServiceOptions;
  readonly #boards = new Map<string, ConnectedBoard>();
  readonly #connecting = new Map<string, Promise<void>>();
  /** Kept over reconnections, so that positions only grow. */
  readonly #recent = new Map<string, RecentOutput>();
  readonly #retries = new Map<string, Disposable>();
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
    this.#devices = await this.#options.listDevices();
    return this.#summaries();
  }

  connect(address: string): Promise<void> {
    const key = normalise(address);
    if (this.#boards.get(key)?.isOpen === true) return Promise.resolve();
    const running = this.#connecting.get(key);
    if (running !== undefined) return running;
    const connecting = this.#tryOpen(key);
    this.#connecting.set(key, connecting);
    return connecting;
  }

  async disconnect(address: string): Promise<void> {
    const key = normalise(address);
    this.#retries.get(key)?.dispose();
    this.#failures.delete(key);
    this.#forget(key);
    this.#tellChanges();
  }

  run(address: string, program: { source: string; name: string }): Promise<ProgramResult> {
    return this.session(address).run(program.source, { name: program.name });
  }

  stop(address: string): Promise<void> {
    return this.session(address).stop();
  }

  softReset(address: string): Promise<void> {
    return this.session(address).softReset();
  }

  type(address: string, bytes: Uint8Array): Promise<void> {
    return this.session(address).type(bytes);
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
    for (const retry of this.#retries.values()) retry.dispose();
    for (const board of this.#boards.values()) board.dispose();
    this.#boards.clear();
  }

  async #tryOpen(key: string): Promise<void> {
    this.#failures.delete(key);
    try {
      await this.#open(key);
    } catch (error) {
      this.#failures.set(key, lostBecause(error));
      throw error;
    } finally {
      this.#connecting.delete(key);
      this.#tellChanges();
    }
  }

  async #open(key: string): Promise<void> {
    const transport = await this.#options.openTransport(key);
    const { address } = transport;
    if (this.#disposed || this.#boards.get(address)?.isOpen === true) return transport.dispose();
    this.#boards.get(address)?.dispose();
    const board = this.#make(transport);
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

  #make(transport: Transport): ConnectedBoard {
    const { clock, events } = this.#options;
    const { address } = transport;
    const recent = this.#recent.get(address) ?? new RecentOutput(recentOutputBytes);
    this.#recent.set(address, recent);
    return new ConnectedBoard({
      transport,
      clock,
      onOutput: (bytes) => events.push('board.output', { address, bytes, position: recent.add(bytes) }),
      onChange: () => this.#tellChanges(),
      onReset: () => this.#reconnect(address, resetRetries),
    });
  }

  /** Tries until the board is back, or somebody disconnects it. */
  #reconnect(address: string, retries: number): void {
    const attempt = () => {
      this.connect(address).catch(() => retries > 0 && this.#reconnect(address, retries - 1));
    };
    this.#retries.get(address)?.dispose();
    this.#retries.set(address, this.#options.clock.schedule(attempt, resetRetryMs));
  }

  #summaries(): BoardSummary[] {
    const seen = new Map<string, Device>(this.#devices.map((device) => [device.address, device]));
    for (const address of this.#boards.keys()) if (!seen.has(address)) seen.set(address, describe(address));
    return [...seen.values()].sort(simulatedFirst).map((device) => {
      const session = this.#boards.get(device.address)?.session;
      const state = session?.state ?? this.#failures.get(device.address) ?? { kind: 'disconnected' };
      return { ...device, state, firmware: session?.firmware ?? null };
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
        this.#devices = await this.#options.listDevices().catch(() => this.#devices);
        this.#tellChanges();
      }
      if (!this.#disposed) this.#lookAroundLater();
    };
    this.#lookAround = this.#options.clock.schedule(() => void lookAround(), lookAroundMs);
  }
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

/** A board that no list has: a TCP address, or one that was unplugged. */
function describe(address: string): Device {
  const { kind } = parseBoardAddress(address);
  if (kind === 'sim') return { address, title: `Simulated Pico W (${address.slice(4)})`, kind: 'simulated' };
  return {
    address,
    title: `Board at ${address.slice(address.indexOf(':') + 1)}`,
    kind: kind === 'tcp' ? 'tcp' : 'serial',
  };
}

function simulatedFirst(a: Device, b: Device): number {
  return Number(b.kind === 'simulated') - Number(a.kind === 'simulated') || (a.address < b.address ? -1 : 1);
}
