import { describe, expect, it } from 'vitest';
import { Emitter, ManualClock } from '../../../app/base/index.ts';
import { settle } from '../../../tests/support/session-bench.ts';
import { loggedBoardName, usualBoardName } from './board-name.ts';
import { SerialLog, type SerialLogSettings } from './serial-log.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function bench(settings: SerialLogSettings, logged: { name: string | null } = { name: null }) {
  const clock = new ManualClock(1_000_000);
  const changes = new Emitter<unknown>();
  const taken: [address: string, text: string, receivedAtMs: number][] = [];
  const saved: SerialLogSettings[] = [];
  let asked = 0;
  const log = new SerialLog({
    clock,
    settings,
    save: async (each) => void saved.push(each),
    take: (messages) => {
      for (const each of messages) taken.push([each.address, new TextDecoder().decode(each.bytes), each.receivedAtMs]);
    },
    onDidChangeLog: changes.event,
    loggedName: async () => {
      asked++;
      return logged.name;
    },
  });
  return { clock, changes, taken, saved, log, asked: () => asked };
}

describe('serial output for the log', () => {
  it('is filed under the name that the board has there, which is kept', async () => {
    const { log, taken, saved } = bench({ keeps: 'logging', boards: {} }, { name: 'kitchen' });
    log.printed('id:E661', bytes('one\r\ntwo\r\n'), 'main.py');
    await settle();
    expect(taken).toEqual([
      ['serial/id:E661', '<14>1 - kitchen main.py - - - one', 1_000_000],
      ['serial/id:E661', '<14>1 - kitchen main.py - - - two', 1_000_000],
    ]);
    expect(saved).toEqual([{ keeps: 'logging', boards: { 'id:E661': 'kitchen' } }]);
    await log.dispose();
  });

  it('is asked for its name again once the log changed, and not at every line', async () => {
    const { log, clock, changes, asked } = bench({ keeps: 'logging', boards: {} });
    for (let line = 0; line < 3; line++) {
      log.printed('sim:', bytes(`${line}\n`), 'main.py');
      await settle();
      clock.advance(5000);
    }
    expect(asked()).toBe(1);
    for (let change = 0; change < 3; change++) {
      changes.fire(undefined);
      await settle();
    }
    expect(asked()).toBe(2);
    clock.advance(2000);
    await settle();
    expect(asked()).toBe(3);
    await log.dispose();
  });

  it('from before its board was known in the log comes there in order, with its own times, when it is', async () => {
    const logged = { name: null as string | null };
    const { log, taken, clock, changes } = bench({ keeps: 'logging', boards: {} }, logged);
    log.printed('sim:', bytes('joining the Wi-Fi\n'), 'main.py');
    await settle();
    clock.advance(4000);
    log.printed('sim:', bytes('joined\n'), 'main.py');
    changes.fire(undefined);
    await settle();
    expect(taken).toEqual([]);
    // Another board's lines came just before; this one prints nothing more.
    logged.name = 'kitchen';
    changes.fire(undefined);
    clock.advance(2000);
    await settle();
    log.printed('sim:', bytes('known\n'), 'main.py');
    const line = (text: string, atMs: number) => ['serial/sim:', `<14>1 - kitchen main.py - - - ${text}`, atMs];
    expect(taken).toEqual([line('joining the Wi-Fi', 1_000_000), line('joined', 1_004_000), line('known', 1_006_000)]);
    await log.dispose();
    expect(clock.pending).toBe(0);
  });

  it('comes there too when the board is set up to send its logs', async () => {
    const { log, taken } = bench({ keeps: 'logging', boards: {} });
    log.printed('sim:', bytes('just printed\n'), 'main.py');
    await settle();
    await log.name('sim:', 'kitchen');
    expect(taken.map(([, text]) => text)).toEqual(['<14>1 - kitchen main.py - - - just printed']);
    await log.dispose();
  });

  it('is dropped when its board is not known within half a minute, or the user keeps other lines', async () => {
    const { log, taken, clock } = bench({ keeps: 'logging', boards: {} });
    log.printed('sim:', bytes('long ago\n'), 'main.py');
    await settle();
    clock.advance(30_001);
    log.printed('sim:', bytes('just now\n'), 'main.py');
    await log.name('sim:', 'kitchen');
    log.printed('sim:other', bytes('of another board\n'), 'main.py');
    await settle();
    await log.keep('all');
    log.printed('sim:other', bytes('kept\n'), 'main.py');
    await log.keep('logging');
    await log.name('sim:other', 'garage');
    expect(taken.map(([, text]) => text.replace(/.*- - - /, ''))).toEqual(['just now', 'kept']);
    await log.dispose();
    expect(clock.pending).toBe(0);
  });

  it('waits as the newest lines, however much the board prints', async () => {
    const { log, taken } = bench({ keeps: 'logging', boards: {} });
    for (let line = 0; line < 10_005; line++) log.printed('sim:', bytes(`${line}\n`), 'main.py');
    await log.name('sim:', 'kitchen');
    expect([taken.length, taken[0]?.[1], taken.at(-1)?.[1]]).toEqual([
      10_000,
      '<14>1 - kitchen main.py - - - 5',
      '<14>1 - kitchen main.py - - - 10004',
    ]);
    const long = 'x'.repeat(5000);
    for (let line = 0; line < 1000; line++) log.printed('sim:long', bytes(`${line} ${long}\n`), 'main.py');
    taken.length = 0;
    await log.name('sim:long', 'garage');
    const size = taken.reduce((sum, [, text]) => sum + text.length - '<14>1 - garage main.py - - - '.length, 0);
    expect(size).toBeGreaterThan(3_990_000);
    expect(size).toBeLessThanOrEqual(4_000_000);
    expect(taken.at(-1)?.[1].slice(0, 40)).toMatch(/- 999 x/);
    await log.dispose();
  });

  it('without an end is kept when the board rests, or the log ends', async () => {
    const { log, taken, clock } = bench({ keeps: 'all', boards: { 'sim:': 'kitchen' } });
    log.printed('sim:', bytes('50 %'), 'main.py');
    await settle();
    clock.advance(999);
    expect(taken).toEqual([]);
    clock.advance(1);
    await settle();
    log.printed('sim:', bytes('100 %'), 'main.py');
    await log.dispose();
    expect(taken.map(([, text]) => text.slice(-5).trim())).toEqual(['50 %', '100 %']);
    expect(clock.pending).toBe(0);
  });
});

describe('a board’s name', () => {
  it('is that of its newest report of a boot, found by its unique id', async () => {
    const queries: (string | undefined)[] = [];
    const rows = async ({ query }: { query?: string }) => {
      queries.push(query);
      return [];
    };
    expect(await loggedBoardName({ rows }, 'id:E6614104031F5A2B')).toBeNull();
    expect(await loggedBoardName({ rows }, 'tcp:10.0.0.1:2217')).toBeNull();
    expect(queries).toEqual(['msgid:BOOT "board e6614104031f5a2b" via:network']);
  });

  it('is by default as bramble_log makes it, else the address', () => {
    expect(['id:E6614104031F5A2B', 'tcp:10.0.0.1:2217'].map(usualBoardName)).toEqual([
      'pico-1f5a2b',
      'tcp:10.0.0.1:2217',
    ]);
  });
});
