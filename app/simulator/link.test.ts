import { describe, expect, it, onTestFinished } from 'vitest';
import { Emitter, ManualClock } from '../base/index.ts';
import type { BoardLine } from './line.ts';
import { Cable, directLink, Link, rp2Link } from './link.ts';

function bench(clock = new ManualClock(1000)) {
  const link = new Link();
  const toBoard: number[] = [];
  const fromBoard: number[] = [];
  const closed = new Emitter<{ reason: 'lost' | 'reset'; message: string }>();
  let send: (bytes: Uint8Array) => void | Promise<void> = () => {};
  const line: BoardLine = {
    write: async (bytes) => void toBoard.push(...bytes),
    onData(listener) {
      send = listener;
      return { dispose: () => {} };
    },
    onClose: closed.event,
    dispose: () => {},
  };
  const cable = new Cable(line, link, clock);
  const ends: string[] = [];
  cable.onData((bytes) => void fromBoard.push(...bytes));
  cable.onClose(({ reason }) => ends.push(reason));
  onTestFinished(() => cable.dispose());
  return { clock, link, cable, toBoard, fromBoard, ends, print: (bytes: Uint8Array) => send(bytes) };
}

/** Lets every promise that is settled take its effect. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

async function advance(clock: ManualClock, ms: number) {
  for (let passed = 0; passed < ms; passed++) {
    clock.advance(1);
    await settled();
  }
}

const bytes = (count: number) => Uint8Array.from({ length: count }, (_, index) => index);

describe('a plain link', () => {
  it('passes both ways at once', async () => {
    const { cable, print, toBoard, fromBoard, clock } = bench();
    void cable.write(bytes(3));
    void print(bytes(2));
    expect([toBoard, fromBoard, clock.pending]).toEqual([[0, 1, 2], [0, 1], 0]);
  });
});

describe('a slow link', () => {
  it('takes its time for each byte, both ways, and keeps their order', async () => {
    const { cable, link, print, toBoard, fromBoard, clock } = bench();
    link.profile = { ...directLink, bytesPerSecond: 1000, packetBytes: 10 };
    void cable.write(bytes(100));
    void print(bytes(100));
    await settled();
    await advance(clock, 50);
    const half = [toBoard.length, fromBoard.length];
    await advance(clock, 60);
    for (const count of half) expect(Math.abs(count - 50)).toBeLessThanOrEqual(12);
    expect([toBoard, fromBoard]).toEqual([[...bytes(100)], [...bytes(100)]]);
  });

  it('waits for no time that has passed, on a clock that goes on while it is looked at', async () => {
    class RunningClock extends ManualClock {
      readonly delays: number[] = [];
      override now(): number {
        this.advance(1);
        return super.now();
      }
      override schedule(task: () => void, delayMs: number) {
        this.delays.push(delayMs);
        return super.schedule(task, delayMs);
      }
    }
    const clock = new RunningClock(1000);
    const { link, print, fromBoard } = bench(clock);
    link.profile = { ...directLink, latencyMs: 1.5 };
    void print(bytes(1));
    await settled();
    await advance(clock, 5);
    expect(fromBoard).toEqual([...bytes(1)]);
    expect(clock.delays.map((delayMs) => Math.sign(delayMs))).toEqual([0]);
  });

  it('makes the board wait that prints more than is fetched', async () => {
    const { link, print, clock, fromBoard } = bench();
    link.profile = { ...directLink, bytesPerSecond: 10_000, packetBytes: 64 };
    const wait = print(new Uint8Array(6000));
    let went = false;
    void Promise.resolve(wait).then(() => {
      went = true;
    });
    await settled();
    const before = went;
    await advance(clock, 250);
    expect([before, went, fromBoard.length > 1900]).toEqual([false, true, true]);
  });
});

describe('the link of an RP2040', () => {
  it('brings each answer a turnaround later', async () => {
    const { link, print, fromBoard, clock } = bench();
    link.profile = { ...rp2Link, latencyMs: 4 };
    void print(bytes(5));
    await settled();
    await advance(clock, 3);
    const early = fromBoard.length;
    await advance(clock, 2);
    expect([early, fromBoard.length]).toEqual([0, 5]);
  });
});

describe('faults', () => {
  it.each([0, 1, 63, 64, 65, 150])('the cable is pulled after %i bytes to the board, to the byte', async (count) => {
    const { cable, link, toBoard, ends } = bench();
    link.unplugAfter(count, 'to-board');
    await expect(cable.write(bytes(200))).rejects.toMatchObject({ code: 'connection-lost' });
    expect([toBoard, ends, link.isPlain]).toEqual([[...bytes(count)], ['lost'], true]);
  });

  it('the cable is pulled after so many bytes from the board', async () => {
    const { link, print, fromBoard, ends } = bench();
    link.unplugAfter(7, 'from-board');
    void print(bytes(5));
    await settled();
    void print(bytes(5));
    await settled();
    expect([fromBoard, ends]).toEqual([[0, 1, 2, 3, 4, 0, 1], ['lost']]);
  });

  it('noise changes the same bytes for the same seed, and not those of the other way', async () => {
    const rounds = [];
    for (const seed of [1, 1, 2]) {
      const { cable, link, print, toBoard, fromBoard } = bench();
      link.setNoise(0.2, 'to-board', seed);
      await cable.write(bytes(200));
      void print(bytes(20));
      await settled();
      rounds.push({ toBoard, fromBoard });
    }
    const [first, again, other] = rounds;
    const changed = first?.toBoard.filter((byte, index) => byte !== index).length ?? 0;
    expect(again).toEqual(first);
    expect(other?.toBoard).not.toEqual(first?.toBoard);
    expect(changed).toBeGreaterThan(15);
    expect(changed).toBeLessThan(70);
    expect(first?.fromBoard).toEqual([...bytes(20)]);
  });

  it('garbage arrives at once, either way', async () => {
    const { link, toBoard, fromBoard } = bench();
    link.addGarbage(20, 'to-board', 3);
    link.addGarbage(10, 'from-board', 3);
    await settled();
    expect([toBoard.length, fromBoard.length]).toEqual([20, 10]);
  });
});
