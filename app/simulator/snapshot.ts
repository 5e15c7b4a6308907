/** What a simulated board shows of itself, as plain data that crosses process borders. */

export interface PinSnapshot {
  /** GP number, 0 to 28; the on-board LED of a Pico W is a pin of the wireless chip and is named apart. */
  name: `GP${number}` | 'LED';
  /** `unused` until the program makes a Pin of it. */
  mode: 'unused' | 'in' | 'out' | 'open-drain' | 'alt';
  pull: 'none' | 'up' | 'down';
  /** The level on the wire: what the board drives, else what drives it from outside, else what its pull says. */
  level: 0 | 1;
  /** What someone's hand drives it with from outside, which a part does not say; null when nothing does. */
  drivenFromOutside: 0 | 1 | null;
  /** What the program gave it to, as a pinout prints it: `I2C0 SDA`, `PWM 7A`, `ADC0`; null for plain input and output. */
  signal: string | null;
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
  /** A lamp: its colour as 0xRRGGBB, and how bright it is, 0 to 1. */
  light: { colour: number; brightness: number } | null;
  /** What it keeps without power: how many of its bytes are written (not 0xFF), and its first ones. */
  memory: { totalBytes: number; writtenBytes: number; start: Uint8Array } | null;
}

export interface SimulatorSnapshot {
  pins: PinSnapshot[];
  pwm: PwmSnapshot[];
  /** Voltages that are put on the analog pins from outside, by a hand or a part. */
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
  /** What a program may use; less and less is free until garbage is collected. */
  heap: { totalBytes: number; freeBytes: number };
}
