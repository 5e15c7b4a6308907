/** I2C, SPI and UART as system calls (`i2c.*`, `spi.*`, `uart.*`) over the parts and wires of the bench. */
import type { Bench, PinBank, UartLines } from '../../../app/simulator/index.ts';
import { errno } from '../board-errno.ts';
import type { SystemCall } from './system-calls.ts';

export interface BusCallsOptions {
  bench: Bench;
  pins: PinBank;
  uarts: UartLines;
}

export function busCalls(options: BusCallsOptions): Record<string, SystemCall> {
  return { ...i2cCalls(options), ...spiCalls(options), ...uartCalls(options) };
}

/** The buffer that a program passed as address and length; kept inside memory, whatever the numbers. */
function bufferAt(memory: Uint8Array, address: unknown, length: unknown): Uint8Array {
  const start = Number(address);
  return memory.subarray(start, start + Number(length));
}

function i2cCalls({ bench }: BusCallsOptions): Record<string, SystemCall> {
  const partsAt = (sda: unknown, scl: unknown, address: unknown) =>
    bench.i2c(Number(sda), Number(scl)).filter((part) => part.address === address);
  return {
    'i2c.scan': ([sda, scl]) => {
      const answering = bench.i2c(Number(sda), Number(scl)).filter((part) => {
        const acknowledged = part.begin?.('write') ?? true;
        part.stop?.();
        return acknowledged;
      });
      return [...new Set(answering.map(({ address }) => address))].sort((a, b) => a - b).join(' ');
    },
    // A second piece of a transaction (`starts` 0) goes on where the last one ended.
    'i2c.write': ([sda, scl, address, at, length, starts, stop], memory) => {
      const parts = partsAt(sda, scl, address).filter((part) => starts === 0 || (part.begin?.('write') ?? true));
      if (parts.length === 0) return -errno.EIO;
      const bytes = bufferAt(memory, at, length).slice();
      const acknowledged = Math.max(...parts.map((part) => part.write(bytes) ?? bytes.length));
      if (stop === 1) for (const part of parts) part.stop?.();
      bench.noteTraffic();
      return acknowledged;
    },
    'i2c.read': ([sda, scl, address, at, length, starts, stop], memory) => {
      const parts = partsAt(sda, scl, address).filter((part) => starts === 0 || (part.begin?.('read') ?? true));
      const target = bufferAt(memory, at, length);
      if (parts.length === 0) return -errno.EIO;
      for (const part of parts) {
        const bytes = new Uint8Array(target.length);
        part.read(bytes);
        target.set(bytes);
        if (stop === 1) part.stop?.();
      }
      return 0;
    },
    'i2c.stop': ([sda, scl]) => {
      for (const part of bench.i2c(Number(sda), Number(scl))) part.stop?.();
      return 0;
    },
  };
}

function spiCalls({ bench, pins }: BusCallsOptions): Record<string, SystemCall> {
  /** How often each chip select had changed at its part's last transfer: when it changed since, the part was selected anew. */
  const selections = new WeakMap<object, number>();
  return {
    'spi.transfer': ([sck, mosi, miso, from, to, length], memory) => {
      const sent = bufferAt(memory, from, length).slice();
      const target = to === 0 ? null : bufferAt(memory, to, length);
      const received = bench.areJoined(Number(mosi), Number(miso)) ? sent.slice() : new Uint8Array(sent.length);
      for (const { face, pins: legs, level } of bench.spi(Number(sck))) {
        const select = legs.get('cs');
        if (select !== undefined) {
          if (pins.level(select) === 1) continue;
          if (selections.get(face) !== pins.changes(select)) face.select?.();
          selections.set(face, pins.changes(select));
        }
        const answer = face.transfer(sent, level);
        const output = legs.get('miso');
        if (answer !== undefined && output !== undefined && bench.areJoined(Number(miso), output)) received.set(answer);
      }
      target?.set(received);
      bench.noteTraffic();
      return 0;
    },
  };
}

const parities = ['none', 'even', 'odd'] as const;

function uartCalls({ uarts }: BusCallsOptions): Record<string, SystemCall> {
  const port = (id: unknown) => {
    const found = uarts.ports[Number(id)];
    if (found === undefined) throw new RangeError(`There is no UART ${id}.`);
    return found;
  };
  return {
    'uart.configure': ([id, baudrate, bits, parity, stop, tx, rx, transmitBytes, receiveBytes]) => {
      port(id).configure({
        baudrate: Number(baudrate),
        bits: Number(bits),
        parity: parities[Number(parity)] ?? 'none',
        stop: Number(stop),
        tx: Number(tx),
        rx: Number(rx),
        transmitBytes: Number(transmitBytes),
        receiveBytes: Number(receiveBytes),
      });
      uarts.connectParts(port(id));
      return 0;
    },
    'uart.close': ([id]) => {
      port(id).reset();
      return 0;
    },
    'uart.write': ([id, at, length], memory) => uarts.send(port(id), bufferAt(memory, at, length).slice()),
    'uart.read': ([id, at, length], memory) => {
      // One may have come to the bench since.
      uarts.connectParts(port(id));
      const bytes = port(id).read(Number(length));
      bufferAt(memory, at, bytes.length).set(bytes);
      return bytes.length;
    },
    'uart.any': ([id]) => {
      uarts.connectParts(port(id));
      return port(id).available;
    },
    'uart.idle': ([id]) => Number(port(id).isIdle),
  };
}
