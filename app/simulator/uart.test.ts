import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../base/index.ts';
import { Bench } from './bench.ts';
import type { Part } from './part.ts';
import { PinBank, pinBankBytes } from './pin-bank.ts';
import type { UartSettings } from './uart.ts';
import { UartLines } from './uart-lines.ts';

const settings: UartSettings = {
  baudrate: 10_000,
  bits: 8,
  parity: 'none',
  stop: 1,
  tx: 0,
  rx: 1,
  receiveBytes: 256,
  transmitBytes: 256,
};

function newLines() {
  const clock = new ManualClock();
  const pins = new PinBank(new ArrayBuffer(pinBankBytes));
  pins.reset();
  const bench = new Bench(pins);
  const lines = new UartLines({ clock, bench });
  const [first, second] = lines.ports;
  if (first === undefined || second === undefined) throw new Error('An RP2040 has two UARTs.');
  return { clock, bench, lines, first, second };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (received: Uint8Array) => new TextDecoder().decode(received);

describe('a UART', () => {
  it('hears by a wire what it sends, a byte a millisecond at 10,000 baud', () => {
    const { clock, bench, lines, first } = newLines();
    first.configure(settings);
    bench.join('GP0', 'GP1');

    lines.send(first, bytes('abc'));

    expect(first.available).toBe(0);
    clock.advance(2);
    expect([text(first.read(10)), first.isIdle]).toEqual(['ab', false]);
    clock.advance(1);
    expect([text(first.read(10)), first.isIdle]).toEqual(['c', true]);
  });

  it('hears nothing without a wire', () => {
    const { clock, lines, first } = newLines();
    first.configure(settings);

    lines.send(first, bytes('abc'));
    clock.advance(100);

    expect(first.available).toBe(0);
  });

  it('reads something else than was sent at another speed', () => {
    const { clock, bench, lines, first, second } = newLines();
    first.configure(settings);
    second.configure({ ...settings, tx: 4, rx: 5, baudrate: 9600 });
    bench.join('GP0', 'GP5');

    lines.send(first, bytes('U'));
    clock.advance(10);

    expect(text(second.read(1))).not.toBe('U');
  });

  it('loses what comes when nobody reads and the buffer is full, and nothing when somebody does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (pauseMs) => {
        const { clock, bench, lines, first } = newLines();
        first.configure({ ...settings, receiveBytes: 32 });
        bench.join('GP0', 'GP1');
        lines.send(first, new Uint8Array(200));
        let heard = 0;
        for (let ms = 0; ms < 300; ms += pauseMs) {
          clock.advance(pauseMs);
          heard += first.read(1000).length;
        }
        return heard === 200;
      }),
    );
    const { clock, bench, lines, first } = newLines();
    first.configure({ ...settings, receiveBytes: 32 });
    bench.join('GP0', 'GP1');
    lines.send(first, new Uint8Array(200));
    clock.advance(300);
    expect(first.available).toBe(64);
  });

  it('takes no more than its buffer holds, and more as it empties', () => {
    const { clock, lines, first } = newLines();
    first.configure(settings);
    expect(lines.send(first, new Uint8Array(1000))).toBe(288);

    clock.advance(100);

    expect(lines.send(first, new Uint8Array(1000))).toBe(100);
  });

  it('speaks with a part', () => {
    const { clock, bench, lines, first } = newLines();
    let say = (_: Uint8Array) => {};
    const parrot: Part = {
      name: 'Parrot',
      usualWiring: { rx: 'GP0', tx: 'GP1' },
      uart: {
        receive: (heard) => say(heard.map((byte) => byte - 32)),
        connect: (send) => {
          say = send;
        },
      },
    };
    bench.attach(parrot);
    first.configure(settings);
    lines.connectParts(first);

    lines.send(first, bytes('hi'));
    clock.advance(5);

    expect(text(first.read(5))).toBe('HI');
  });
});
