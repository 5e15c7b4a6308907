/** The PIO without an interpreter: programs as words, pins, FIFOs, and time that a test moves. */
import { expect, it } from 'vitest';
import { ManualClock } from '../../base/index.ts';
import { Bench } from '../bench.ts';
import { BenchListeners } from '../edge-listeners.ts';
import { neopixelStrip } from '../parts/index.ts';
import { PinBank, pinBankBytes } from '../pin-bank.ts';
import { UartLines } from '../uart-lines.ts';
import { type MachineSetUp, Pio } from './pio.ts';
import { defaultSettings, type StateMachineSettings } from './state-machine-settings.ts';

function chip() {
  const clock = new ManualClock();
  const pins = new PinBank(new SharedArrayBuffer(pinBankBytes));
  pins.reset();
  const bench = new Bench(pins);
  const uarts = new UartLines({ clock, bench });
  const interrupts: number[] = [];
  const listeners = new BenchListeners({ bench, uarts });
  let woken = 0;
  const pio = new Pio({
    clock,
    pins,
    listeners,
    interrupt: (flag) => interrupts.push(flag),
    wake: () => {
      woken += 1;
    },
  });
  const load = (
    index: number,
    words: number[],
    settings: Partial<StateMachineSettings> & { wrap?: [number, number] },
    more: Partial<MachineSetUp> = {},
  ) => {
    const offset = pio.load(index >> 2, words);
    if (offset === null) throw new Error('The program does not fit.');
    const [bottom, top] = settings.wrap ?? [0, words.length - 1];
    pio.setUp(index, {
      settings: { ...defaultSettings, ...settings, wrapBottom: offset + bottom, wrapTop: offset + top },
      program: { offset, length: words.length },
      pins: 0,
      initialized: 0,
      levels: 0,
      directions: 0,
      ...more,
    });
  };
  return { clock, pins, bench, pio, uarts, interrupts, load, woken: () => woken };
}

const onPin = (pin: number, level = 0) => ({
  pins: 1 << pin,
  initialized: 1 << pin,
  levels: level << pin,
  directions: 1 << pin,
});

// set(pins, 1) [31] · nop() [31] ×4 · set(pins, 0) [31] · nop() [31] ×4
const blink = [0xff01, 0xbf42, 0xbf42, 0xbf42, 0xbf42, 0xff00, 0xbf42, 0xbf42, 0xbf42, 0xbf42];
const at2000Hz = { divider256: 62_500 * 256 };

it('blinks: each level lasts 160 cycles of 0.5 ms', () => {
  const { clock, pins, pio, load } = chip();
  load(0, blink, { setBase: 15, setCount: 1, ...at2000Hz }, onPin(15));
  pio.enable(0, true);

  const levels = [];
  for (let ms = 0; ms < 320; ms += 20) {
    clock.advance(20);
    pio.advance();
    levels.push(pins.level(15));
  }

  // 80 ms high, 80 ms low; looked at at 20, 40 …: the edge itself is seen at the moment at which it is.
  expect(levels.join('')).toBe('1110000111100001');
});

it('costs nothing while it repeats itself and nobody looks, and is where it has to be afterwards', () => {
  const { clock, pins, pio, load } = chip();
  // set(pins, 1) · set(pins, 0): 62.5 MHz.
  load(0, [0xe001, 0xe000], { setBase: 2, setCount: 1 }, onPin(2));
  pio.enable(0, true);

  clock.advance(3_600_000);

  expect(clock.pending).toBe(0);
  expect(pio.waves()).toEqual([{ gpio: 2, frequencyHz: 62_500_000, duty: 0.5 }]);
  // The first instruction of a turn, which begins at every even cycle, makes it high.
  pio.enable(0, false);
  expect(pins.level(2)).toBe(1);
});

it('shows the duty of a PWM that is made of a counting loop of 20 MHz, and takes a new one', () => {
  const { clock, pio, load } = chip();
  // pull(noblock).side(0) · mov(x, osr) · mov(y, isr) · loop: jmp(x_not_y, skip) · nop().side(1) · skip: jmp(y_dec, loop)
  const words = [0x9080, 0xa027, 0xa046, 0x00a5, 0xb842, 0x0083];
  load(0, words, { sidesetBits: 2, sidesetOptional: true, sidesetBase: 25, divider256: 1600 }, onPin(25));
  pio.put(0, [1000], true);
  pio.execute(0, 0x80a0); // pull(block)
  pio.execute(0, 0xa0c7); // mov(isr, osr): the period
  pio.put(0, [250], true);
  pio.enable(0, true);
  for (let look = 0; look < 20; look++) clock.advance(5);

  const [wave] = pio.waves();
  expect(wave?.gpio).toBe(25);
  expect(wave?.duty).toBeCloseTo(0.25, 2);
  expect(wave?.frequencyHz).toBeCloseTo(20e6 / (1001 * 2 + 4), 1);

  pio.put(0, [750], true);
  for (let look = 0; look < 20; look++) clock.advance(5);
  expect(pio.waves()[0]?.duty).toBeCloseTo(0.75, 2);
});

/** out(x, 1).side(0)[2] · jmp(not_x, zero).side(1)[1] · jmp(0).side(1)[4] · zero: nop().side(0)[4] */
const ws2812 = [0x6221, 0x1123, 0x1400, 0xa442];
const ws2812Settings = {
  sidesetBits: 1,
  autopull: true,
  pullThreshold: 24,
  fifoJoin: 'tx' as const,
  divider256: Math.round((125 / 8) * 256),
};

it('drives a NeoPixel strip, picture after picture, with more words than the FIFO holds', () => {
  const { clock, bench, pio, load } = chip();
  const strip = neopixelStrip({ count: 20 });
  bench.attach(strip, { data: 'GP22' });
  load(4, ws2812, { ...ws2812Settings, sidesetBase: 22 }, onPin(22));
  pio.enable(4, true);
  const colours = Array.from({ length: 20 }, (_, at) => [at, 255 - at, 7 * at]);
  const show = () => {
    pio.put(
      4,
      colours.map(([r = 0, g = 0, b = 0]) => ((g << 24) | (r << 16) | (b << 8)) >>> 0),
      false,
    );
    for (let look = 0; look < 4; look++) clock.advance(1);
  };

  show();
  expect([...strip.picture().pixels]).toEqual(colours.flat());

  colours[0] = [1, 2, 3];
  show();
  expect([...strip.picture().pixels]).toEqual(colours.flat());
});

it('does not take the time in which a program computes for a pause between pictures', () => {
  const { clock, bench, pio, load } = chip();
  const strip = neopixelStrip({ count: 3 });
  bench.attach(strip, { data: 'GP22' });
  load(0, ws2812, { ...ws2812Settings, sidesetBase: 22 }, onPin(22));
  pio.enable(0, true);
  for (const colour of [0x01000000, 0x00020000, 0x00000300]) {
    clock.advance(7);
    pio.put(0, [colour], true);
  }
  clock.advance(10);

  expect([...strip.picture().pixels]).toEqual([0, 1, 0, 2, 0, 0, 0, 0, 3]);
});

it('sends bytes that a serial part reads', () => {
  const { clock, bench, pio, load } = chip();
  const heard: number[] = [];
  bench.attach({
    name: 'Listener',
    usualWiring: { rx: 'GP10' },
    uart: { receive: (bytes) => void heard.push(...bytes) },
  });
  // pull() · set(x, 7).side(0)[7] · bits: out(pins, 1)[6] · jmp(x_dec, bits) · nop().side(1)[6]
  const words = [0x80a0, 0xf727, 0x6601, 0x0042, 0xbe42];
  const settings = {
    sidesetBits: 2,
    sidesetOptional: true,
    sidesetBase: 10,
    outBase: 10,
    outCount: 1,
    outShiftRight: true,
  };
  load(0, words, { ...settings, divider256: Math.round((125e6 / (8 * 9600)) * 256) }, onPin(10, 1));
  pio.enable(0, true);

  pio.put(0, [...Buffer.from('Hello from PIO')], false);
  for (let look = 0; look < 10; look++) clock.advance(2);

  expect(String.fromCharCode(...heard)).toBe('Hello from PIO');
});

it('interrupts the program at each flag that it wants, and goes on at once', () => {
  const { clock, pio, interrupts, load } = chip();
  // irq(block, rel(0)) · set(x, 30)[31] · wait: jmp(x_dec, wait)[31]
  load(5, [0xc030, 0xff3e, 0x1f42], at2000Hz);
  pio.want(1, 0b10);
  pio.enable(5, true);
  clock.advance(1100);

  // 1 + 32 + 31 · 32 cycles of 0.5 ms.
  expect(interrupts).toEqual([5, 5, 5]);
});

it('waits for a pin, and sees each edge that comes', () => {
  const { clock, pins, pio, load } = chip();
  // wait(0, pin, 0) · wait(1, pin, 0) · jmp(x_dec, 0): counts down
  load(0, [0x2020, 0x20a0, 0x0040], { inBase: 14 });
  pio.enable(0, true);
  clock.advance(50);
  expect(clock.pending).toBe(0);
  expect(pins.isSampled(14)).toBe(true);

  for (let edge = 0; edge < 20; edge++) {
    pins.drive(14, edge % 2 === 0 ? 1 : 0);
    clock.advance(0.01);
  }
  pio.advance();
  pio.execute(0, 0xa0c9); // mov(isr, invert(x))
  pio.execute(0, 0x8000); // push(noblock)

  // Ten edges counted down from 0, of which one's complement is one less.
  expect(pio.get(0, 1)).toEqual([9]);
});

it('lets one machine wait for the flag of another, cycle by cycle', () => {
  const { clock, pio, load } = chip();
  // A: set(x, 9) · jmp(x_dec, self) · irq(4) · wrap.  B: wait(1, irq, 4) · jmp(x_dec, next): counts down.
  load(0, [0xe029, 0x0041, 0xc004], at2000Hz);
  load(1, [0x20c4, 0x0040], at2000Hz);
  pio.enable(0, true);
  pio.enable(1, true);
  for (let look = 0; look < 13; look++) clock.advance(6);
  pio.advance();
  pio.execute(1, 0xa0c9);
  pio.execute(1, 0x8000);

  // 78 ms are 156 cycles; a turn of A takes 12, and B is two cycles behind it: twelve turns, of which one's complement is one less.
  expect(pio.get(1, 1)).toEqual([11]);
});

it('wakes who waits for a word', () => {
  const { clock, pio, load, woken } = chip();
  // set(x, 20) · jmp(x_dec, self)[31] · in(x, 32) · push(block)
  load(0, [0xe034, 0x1f41, 0x4020, 0x8020], at2000Hz);
  pio.enable(0, true);
  expect(pio.get(0, 1)).toEqual([]);
  clock.advance(300);
  expect(woken()).toBe(0);
  clock.advance(60);
  expect(woken()).toBe(1);
  expect(pio.get(0, 1)).toEqual([0xffffffff]);
});

it('shifts both ways, pushes and pulls by itself', () => {
  const { clock, pio, load } = chip();
  // out(y, 8) · in(y, 8): through OSR to the right, into ISR to the left.
  const settings = { outShiftRight: true, autopull: true, autopush: true };
  load(0, [0x6048, 0x4048], settings);
  load(1, [0x6048, 0x4048], { ...settings, outShiftRight: false, inShiftRight: true, pushThreshold: 16 });
  pio.put(0, [0x11223344], false);
  pio.put(1, [0x11223344], false);
  pio.enable(0, true);
  pio.enable(1, true);
  clock.advance(1);

  expect(pio.get(0, 4)).toEqual([0x44332211]);
  expect(pio.get(1, 4)).toEqual([0x22110000, 0x44330000]);
});

it('tells where a program does not fit, and takes it after another left', () => {
  const { pio } = chip();
  const twenty = new Array(20).fill(0xa042);
  expect(pio.load(0, twenty)).toBe(12);
  expect(pio.load(0, twenty)).toBe(null);
  expect(pio.load(0, [0x0001])).toBe(11);
  pio.unload(0, { offset: 12, length: 20 });
  expect(pio.load(0, twenty)).toBe(12);
});

it('does not run a program for longer than a moment at a time, however much it has to do', () => {
  const { clock, pio, load } = chip();
  // Counts X down over two instructions: 2^32 turns before anything repeats.
  load(0, [0xa042, 0x0040], {});
  pio.enable(0, true);
  // 100 ms of the chip's time are 6 million turns.
  clock.advance(100);
  pio.execute(0, 0xa0c9);
  pio.execute(0, 0x8000);
  expect(pio.get(0, 1)[0]).toBeLessThan(1_000_000);
});
