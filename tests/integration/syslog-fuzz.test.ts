/** A million mutated messages: nothing that a sender can send makes the parser throw or stall, and every one is accounted for. */
import { describe, expect, it } from 'vitest';
import { datagramOf, parseSyslog } from '../../app/syslog/index.ts';
import { DatagramRing } from '../../main/syslog/receive/datagram-ring.ts';
import { LogWriter } from '../../main/syslog/store/log-writer.ts';
import { mutatedMessages } from './syslog/mutations.ts';
import { temporaryStore } from './syslog/running-server.ts';

const reception = { receivedAtMs: Date.UTC(2026, 4, 1), zoneOffsetMinutes: 120 };

/** This thread's processor time: what else the machine does is not the parser's. */
function cpuMsOf(task: () => void): number {
  const before = process.threadCpuUsage();
  task();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

describe('a million mutated messages', () => {
  it('are read without an error, a stall of 5 ms, or a byte lost', { timeout: 240_000 }, () => {
    let slowest = 0;
    let lost = 0;
    const read = (group: readonly Buffer[]) => {
      for (const bytes of group) parseSyslog(bytes, reception);
    };
    let group: Buffer[] = [];
    for (const bytes of mutatedMessages(1, 1_000_000)) {
      group.push(bytes);
      if (group.length < 500) continue;
      const isSlow = cpuMsOf(() => read(group)) > 5;
      // The collector's work falls into some call or other: a message that is slow by itself is slow every time.
      const alone = (each: Buffer) => Math.min(...[1, 2, 3].map(() => cpuMsOf(() => read([each]))));
      if (isSlow) slowest = Math.max(slowest, ...group.map(alone));
      for (const each of group.slice(0, 50)) {
        if (Buffer.compare(datagramOf(parseSyslog(each, reception)), each) !== 0) lost++;
      }
      group = [];
    }
    expect([slowest < 5, lost]).toEqual([true, 0]);
  });

  it.each([
    ['structured data', `<14>1 - h a - - ${'[a b="c"]'.repeat(7000)}`],
    ['structured data without end', `<14>1 - h a - - [${'a b="'.repeat(13_000)}`],
    ['escapes', `<14>1 - h a - - [a b="${'\\"'.repeat(32_000)}`],
    ['brackets', `<14>${'['.repeat(65_000)}`],
    ['digits', `<${'9'.repeat(65_000)}`],
    ['a tag', `<14>${'a'.repeat(65_000)}[`],
    ['spaces', `<14>Oct 11 22:14:15${' '.repeat(65_000)}`],
    ['half characters', Buffer.alloc(65_507, 0xc3)],
    ['NULs', Buffer.alloc(65_507)],
  ])('as large as can be, all %s, is read in 5 ms', (_what, content) => {
    const bytes = Buffer.from(content as string);
    const times = Array.from({ length: 5 }, () => cpuMsOf(() => void parseSyslog(bytes, reception)));
    expect(Math.min(...times)).toBeLessThan(5);
  });

  it('are each stored or counted as dropped', { timeout: 120_000 }, () => {
    const storeFile = temporaryStore();
    const writer = new LogWriter(storeFile);
    const ring = DatagramRing.create(262_144);
    const into = new Uint8Array(262_144);
    const drain = () => {
      for (let batch = ring.read(into, 1000); batch !== null; batch = ring.read(into, 1000)) {
        writer.write(batch, 0);
        ring.release(batch, 'stored');
      }
    };
    let index = 0;
    for (const bytes of mutatedMessages(2, 40_000)) {
      ring.push(bytes, `10.0.${index % 3}.${index % 7}`, reception.receivedAtMs);
      // Not often enough: the ring is full now and then.
      if (index++ % 3000 === 0) drain();
    }
    drain();
    const { received, dropped, stored, unwritten } = ring.counts();
    const { totalRows } = writer.totals();
    writer.dispose();
    expect([received, dropped + stored + unwritten, totalRows]).toEqual([40_000, 40_000, stored]);
    expect(dropped).toBeGreaterThan(0);
  });
});
