/**
 * What can be done to a simulated board from outside, as plain data: what the IDE sends, the command line and scenario files say in
 * words (`parse.ts`, `format.ts`), and tests write. `steering.ts` does it.
 */
import type { LinkDirection } from '../link.ts';
import type { PinName } from '../part.ts';

export type SteeringCommand =
  /** A level put on a pin; null lets it go. */
  | { kind: 'pin'; pin: PinName; level: 0 | 1 | null }
  /** A button between the pin and ground, held that long. */
  | { kind: 'press'; pin: PinName; forMs: number }
  /** A voltage on an analog pin; null takes it off. */
  | { kind: 'volts'; pin: PinName; volts: number | null }
  /** What the chip's own thermometer feels. */
  | { kind: 'temperature'; celsius: number }
  /** Joins a part of the catalogue, at its usual pins where `wiring` names none; `id` null has one made. */
  | {
      kind: 'attach';
      part: string;
      id: string | null;
      wiring: Record<string, PinName>;
      /** `address`, `count` …: what else the part is made with. */
      numbers: Record<string, number>;
    }
  | { kind: 'detach'; id: string }
  /** What a part measures or is set to, such as `temperature`. */
  | { kind: 'set'; id: string; name: string; value: number }
  | { kind: 'wire'; pins: PinName[] }
  /** Takes every wire off these pins. */
  | { kind: 'unwire'; pins: PinName[] }
  /** Whether there is any Wi-Fi around the board. */
  | { kind: 'wifi'; on: boolean }
  /** How strongly every network is heard. */
  | { kind: 'wifi-rssi'; dbm: number }
  /** The only password that any network takes; null takes any. */
  | { kind: 'wifi-password'; password: string | null }
  /** How many of a hundred datagrams get lost, each way. */
  | { kind: 'wifi-loss'; percent: number }
  /** Takes the power away, gives it, or both. */
  | { kind: 'power'; to: 'off' | 'on' | 'cycle' }
  /** The cable of another kind: none at all, or an RP2040's USB; `latencyMs` null leaves the kind's own. */
  | { kind: 'link'; profile: 'direct' | 'rp2'; latencyMs: number | null }
  | { kind: 'link-slow'; bytesPerSecond: number; latencyMs: number }
  /** What writing to the flash costs: nothing, or what it costs an RP2040. */
  | { kind: 'flash-speed'; profile: 'free' | 'rp2' }
  /** Pulls the cable once so many bytes went; `direction` null counts both ways. */
  | { kind: 'fault-unplug'; afterBytes: number; direction: LinkDirection | null }
  /** So many bytes of nonsense on the line now. */
  | { kind: 'fault-garbage'; bytes: number; direction: LinkDirection; seed: number }
  /** So many of a hundred bytes arrive as others. */
  | { kind: 'fault-noise'; percent: number; direction: LinkDirection; seed: number }
  /** All files together may have so many bytes more than now; then there is no space left. */
  | { kind: 'fault-flash-full'; bytesLeft: number }
  /** The power goes once so many bytes more were written, before what was being written takes effect. */
  | { kind: 'fault-power-lost'; afterBytes: number }
  /** No more faults of the cable and the flash. */
  | { kind: 'fault-off' };

/** What came of a command: the id of the part that was attached, else null. */
export interface SteeringOutcome {
  id: string | null;
}

/** How long `press` holds a button when nothing else is said: a tap of a finger. */
export const tapMs = 100;
