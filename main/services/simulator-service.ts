/** The contract's SimulatorService over the simulated boards of this process. */
import { BrambleError, type Clock, type Disposable, DisposableStore, type Event } from '../../app/base/index.ts';
import { parseBoardAddress } from '../../app/board/index.ts';
import type { HostEventHub, SimulatorService } from '../../app/contract/index.ts';
import {
  describeParts,
  type PartDescription,
  type SimulatorSnapshot,
  type SteeringCommand,
  type SteeringOutcome,
} from '../../app/simulator/index.ts';

/** A powered simulated board, as far as it can be seen and touched from outside. */
export interface SimulatedHardware {
  snapshot(): SimulatorSnapshot;
  drivePin(pin: string, level: 0 | 1 | null): void;
  steer(command: SteeringCommand): Promise<SteeringOutcome>;
  /** Pins or Wi-Fi changed; throttled by the board. */
  readonly onDidChange: Event<void>;
}

export interface SimulatorServiceOptions {
  /** The board of that name, powered; it is started when it is off. */
  hardware: (name: string) => Promise<SimulatedHardware>;
  clock: Clock;
  events: HostEventHub;
}

export class SimulatedBoardsService implements SimulatorService, Disposable {
  readonly #options: SimulatorServiceOptions;
  readonly #watched = new WeakSet<SimulatedHardware>();
  readonly #lifetime = new DisposableStore();

  constructor(options: SimulatorServiceOptions) {
    this.#options = options;
  }

  async snapshot(address: string): Promise<SimulatorSnapshot> {
    return (await this.#board(address)).snapshot();
  }

  async drivePin(address: string, pin: string, level: 0 | 1 | null): Promise<void> {
    (await this.#board(address)).drivePin(pin, level);
  }

  async steer(address: string, command: SteeringCommand): Promise<SteeringOutcome> {
    return (await this.#board(address)).steer(command);
  }

  async parts(): Promise<PartDescription[]> {
    return describeParts(this.#options.clock);
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  /** From the first time that somebody asks for a board, its changes are told. */
  async #board(address: string): Promise<SimulatedHardware> {
    const parsed = parseBoardAddress(address);
    if (parsed.kind !== 'sim') {
      throw new BrambleError(
        'not-supported',
        `${address} is no simulated board: its pins cannot be seen from outside.`,
      );
    }
    const board = await this.#options.hardware(parsed.name);
    if (!this.#watched.has(board)) {
      this.#watched.add(board);
      const tell = () => void this.#options.events.push('simulator.changed', { address, snapshot: board.snapshot() });
      this.#lifetime.add(board.onDidChange(tell));
    }
    return board;
  }
}
