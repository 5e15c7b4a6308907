export { type EdgeListeners, type MachineSetUp, Pio, pioClockHz } from './pio.ts';
export { PulseDecoder } from './pulse-decoder.ts';
export { SerialDecoder } from './serial-decoder.ts';
