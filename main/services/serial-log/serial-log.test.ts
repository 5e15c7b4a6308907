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
    log.dispose();
  });

  it('is asked for its name again once the log changed, and not at every line', async () => {
    const logged = { name: null as string | null };
    const { log, taken, clock, changes, asked } = bench({ keeps: 'logging', boards: {} }, logged);
    log.printed('sim:', bytes('unknown\n'), 'main.py');
    await settle();
    logged.name = 'kitchen';
    log.printed('sim:', bytes('unknown still\n'), 'main.py');
    clock.advance(5000);
    log.printed('sim:', bytes('and still\n'), 'main.py');
    await settle();
    expect([taken, asked()]).toEqual([[], 1]);
    changes.fire(undefined);
    log.printed('sim:', bytes('the last of these\n'), 'main.py');
    await settle();
    log.printed('sim:', bytes('known\n'), 'main.py');
    expect(taken.map(([, text]) => text)).toEqual(['<14>1 - kitchen main.py - - - known']);
    log.dispose();
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
    log.dispose();
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
