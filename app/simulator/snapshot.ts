/** What a simulated board shows of itself, as plain data that crosses process borders. */

export interface PinSnapshot {
  /** GP number, 0 to 28; the on-board LED of a Pico W is a pin of the wireless chip and is named apart. */
  name: `GP${number}` | 'LED';
  /** `unused` until the program makes a Pin of it. */
  mode: 'unused' | 'in' | 'out' | 'open-drain' | 'alt';
  pull: 'none' | 'up' | 'down';
  /** The level on the wire: what the board drives, else what drives it from outside, else what its pull says. */
  level: 0 | 1;
  /** What someone drives it with from outside; null when nothing does. */
  drivenFromOutside: 0 | 1 | null;
}

/** A pin that carries a pulse width modulated wave at this moment. */
export interface PwmSnapshot {
  pin: PinSnapshot['name'];
  frequencyHz: number;
  /** 0 to 1. */
  duty: number;
}

/** A part that is joined to the board. */
export interface PartSnapshot {
  /** Stays the same while it is joined. */
  id: string;
  /** `BME280`. */
  name: string;
  /** Which of its legs is at which pin. */
  wiring: Record<string, PinSnapshot['name']>;
  /** What a person may set on it. */
  values: Record<string, { value: number; unit: string; minimum: number; maximum: number }>;
  /** What it shows: rows of pixels from the top left, a byte a pixel (`grey`) or three (`rgb`). */
  picture: { width: number; height: number; format: 'grey' | 'rgb'; pixels: Uint8Array } | null;
}

export interface SimulatorSnapshot {
  pins: PinSnapshot[];
  pwm: PwmSnapshot[];
  /** Voltages that are put on the analog pins from outside. */
  volts: Partial<Record<PinSnapshot['name'], number>>;
  parts: PartSnapshot[];
  /** Pins that a wire joins, each wire once. */
  wires: PinSnapshot['name'][][];
  wifi: {
    active: boolean;
    connected: boolean;
    ssid: string | null;
    address: string | null;
    /** dBm, while it is connected. */
    rssi: number | null;
    /** Whether there is any Wi-Fi around the board. */
    airOn: boolean;
    /** The part of datagrams that gets lost, 0 to 1. */
    packetLoss: number;
  };
  flash: { totalBytes: number; freeBytes: number };
}
