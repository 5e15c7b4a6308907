export { type EdgeListeners, type MachineSetUp, Pio } from './pio.ts';
export { pioClockHz } from './pio-clock.ts';
export { PulseDecoder } from './pulse-decoder.ts';
export { SerialDecoder } from './serial-decoder.ts';
