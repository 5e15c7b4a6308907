/** Does to a board what a steering command says. The board comes as what of it can be steered; the time of a press is the clock's. */
import { BrambleError, type Clock, type Disposable } from '../../base/index.ts';
import type { Bench } from '../bench.ts';
import { directLink, type Link, rp2Link } from '../link.ts';
import type { PinName } from '../part.ts';
import { makePart } from '../parts/index.ts';
import type { SteeringCommand, SteeringOutcome } from './command.ts';

/** The air around the board, as far as it can be steered. */
export interface SteerableWifi {
  setOn(on: boolean): void;
  setRssi(dbm: number): void;
  setPassword(password: string | null): void;
  /** 0 to 1. */
  setPacketLoss(ratio: number): void;
}

/** Faults of the flash. */
export interface SteerableFlash {
  /** Room for so many bytes more. */
  fill(bytesLeft: number): void;
  losePowerAfter(bytes: number): void;
  clear(): void;
}

export interface Steerable {
  clock: Clock;
  bench: Bench;
  wifi: SteerableWifi;
  link: Link;
  setFlashSpeed(profile: 'free' | 'rp2'): void;
  flashFaults: SteerableFlash;
  drivePin(pin: PinName, level: 0 | 1 | null): void;
  setPower(to: 'off' | 'on' | 'cycle'): Promise<void>;
}

export class Steering implements Disposable {
  readonly #board: Steerable;
  /** Buttons that are held, and when each is let go. */
  readonly #presses = new Map<PinName, Disposable>();

  constructor(board: Steerable) {
    this.#board = board;
  }

  /** Resolves when it is done; a press, when it began. Rejects with `usage` for what this board does not have. */
  async steer(command: SteeringCommand): Promise<SteeringOutcome> {
    if (command.kind === 'attach') return { id: this.#attach(command) };
    await this.#apply(command);
    return { id: null };
  }

  dispose(): void {
    for (const press of this.#presses.values()) press.dispose();
    this.#presses.clear();
  }

  #apply(command: Exclude<SteeringCommand, { kind: 'attach' }>): void | Promise<void> {
    const { bench, wifi, link } = this.#board;
    switch (command.kind) {
      case 'pin':
        return this.#drive(command.pin, command.level);
      case 'press':
        return this.#press(command.pin, command.forMs);
      case 'volts':
        return bench.setVolts(command.pin, command.volts);
      case 'temperature':
        bench.celsius = command.celsius;
        return;
      case 'detach':
        return bench.detach(command.id);
      case 'set':
        return bench.setValue(command.id, command.name, command.value);
      case 'wire':
        bench.join(...command.pins);
        return;
      case 'unwire':
        return bench.separate(...command.pins);
      case 'wifi':
        return wifi.setOn(command.on);
      case 'wifi-rssi':
        return wifi.setRssi(command.dbm);
      case 'wifi-loss':
        return wifi.setPacketLoss(command.percent / 100);
      case 'wifi-password':
        return wifi.setPassword(command.password);
      case 'power':
        return this.#board.setPower(command.to);
      case 'link': {
        const { profile, latencyMs } = command;
        link.profile = profile === 'direct' ? directLink : { ...rp2Link, latencyMs: latencyMs ?? rp2Link.latencyMs };
        return;
      }
      case 'link-slow': {
        const { bytesPerSecond, latencyMs } = command;
        link.profile = { ...directLink, packetBytes: 64, bytesPerSecond, latencyMs };
        return;
      }
      case 'flash-speed':
        return this.#board.setFlashSpeed(command.profile);
      case 'fault-unplug':
        return link.unplugAfter(command.afterBytes, command.direction);
      case 'fault-garbage':
        return link.addGarbage(command.bytes, command.direction, command.seed);
      case 'fault-noise':
        return link.setNoise(command.percent / 100, command.direction, command.seed);
      case 'fault-flash-full':
        return this.#board.flashFaults.fill(command.bytesLeft);
      case 'fault-power-lost':
        return this.#board.flashFaults.losePowerAfter(command.afterBytes);
      case 'fault-off':
        this.#board.flashFaults.clear();
        return link.clearFaults();
    }
  }

  #attach({ part, id, wiring, numbers }: SteeringCommand & { kind: 'attach' }): string {
    const { bench, clock } = this.#board;
    if (id !== null && bench.has(id)) {
      throw new BrambleError('usage', `A part is called "${id}" already. Detach it, or choose another name.`);
    }
    return bench.attach(makePart(part, clock, numbers), wiring, id ?? undefined).id;
  }

  /** Whoever drives the pin takes the button's place. */
  #drive(pin: PinName, level: 0 | 1 | null): void {
    this.#presses.get(pin)?.dispose();
    this.#presses.delete(pin);
    this.#board.drivePin(pin, level);
  }

  #press(pin: PinName, forMs: number): void {
    this.#drive(pin, 0);
    this.#presses.set(
      pin,
      this.#board.clock.schedule(() => this.#drive(pin, null), forMs),
    );
  }
}
