/** What talks over one pin as system calls: 1-Wire (`onewire.*`), DHT sensors and NeoPixels (`pin.*`). */
import type { Bench } from '../../../app/simulator/index.ts';
import { errno } from '../board-errno.ts';
import type { SystemCall } from './system-calls.ts';

export function singleWireCalls(bench: Bench): Record<string, SystemCall> {
  const readBit = (pin: unknown): 0 | 1 => {
    // Open drains on one wire: a single 0 wins. Every part hears the slot, so none may be left out.
    const bits = bench.oneWire(Number(pin)).map((part) => part.read());
    return bits.includes(0) ? 0 : 1;
  };
  const writeBit = (pin: unknown, bit: 0 | 1) => {
    for (const part of bench.oneWire(Number(pin))) part.write(bit);
  };
  const bits = [0, 1, 2, 3, 4, 5, 6, 7];
  return {
    'onewire.reset': ([pin]) => {
      const parts = bench.oneWire(Number(pin));
      for (const part of parts) part.reset();
      return Number(parts.length > 0);
    },
    'onewire.read_bit': ([pin]) => readBit(pin),
    'onewire.write_bit': ([pin, bit]) => {
      writeBit(pin, bit === 0 ? 0 : 1);
      return 0;
    },
    'onewire.read_byte': ([pin]) => bits.reduce((byte, bit) => byte | (readBit(pin) << bit), 0),
    'onewire.write_byte': ([pin, byte]) => {
      for (const bit of bits) writeBit(pin, ((Number(byte) >> bit) & 1) === 0 ? 0 : 1);
      return 0;
    },
    'pin.dht': ([pin, at], memory) => {
      const [part] = bench.dht(Number(pin));
      if (part === undefined) return -errno.ETIMEDOUT;
      memory.set(part.measure(), Number(at));
      return 0;
    },
    'pin.bitstream': ([pin, at, length], memory) => {
      const start = Number(at);
      for (const part of bench.bitstream(Number(pin))) part.receive(memory.slice(start, start + Number(length)));
      bench.noteTraffic();
      return 0;
    },
  };
}
