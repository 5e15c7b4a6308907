import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SyslogFilter, SyslogRow } from '../../../app/syslog/index.ts';
import { row } from '../../../app/syslog/testing/read.ts';
import { LogRowsModel } from './log-rows.ts';

/** A log in memory that answers as SyslogService does; `gate` lets a test hold answers back. */
class MemoryLog {
  all: SyslogRow[] = [];
  gate: Promise<void> = Promise.resolve();

  add(count: number, text = 'line'): number {
    for (let i = 0; i < count; i += 1) this.all.push(row({ id: (this.all.at(-1)?.id ?? 0) + 1, text }));
    return this.all.at(-1)?.id ?? 0;
  }

  async rows(filter: SyslogFilter, page: { beforeId?: number; limit: number }): Promise<SyslogRow[]> {
    const found = this.#passing(filter).filter(({ id }) => id < (page.beforeId ?? Number.POSITIVE_INFINITY));
    await this.gate;
    return found.slice(-page.limit);
  }

  async rowsAfter(filter: SyslogFilter, afterId: number, limit: number): Promise<SyslogRow[]> {
    const found = this.#passing(filter).filter(({ id }) => id > afterId);
    await this.gate;
    return found.slice(-limit);
  }

  #passing({ text = '' }: SyslogFilter): SyslogRow[] {
    return this.all.filter((each) => each.text.includes(text));
  }
}

function arrange(rows = 0) {
  const log = new MemoryLog();
  log.add(rows);
  const failures: unknown[] = [];
  const model = new LogRowsModel({ syslog: log, report: (error) => failures.push(error), pageRows: 10, maxRows: 30 });
  const ids = () => model.store.getState().rows.map(({ id }) => id);
  return { log, model, ids, failures };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('the window of log rows', () => {
  test('opens around one of the newest rows and follows: that row is in view at the end', async () => {
    const { log, model, ids } = arrange(100);
    await model.noticed(100);
    await model.showAround(98);
    await model.noticed(log.add(1));
    const { anchored, hasNewer, following } = model.store.getState();
    expect({ ids: ids().slice(-2), anchored, hasNewer, following }).toEqual({
      ids: [100, 101],
      anchored: false,
      hasNewer: false,
      following: true,
    });
    await model.showAround(97);
    expect(model.store.getState().following).toBe(false);
  });

  test('opens around a row, goes on from there a page at a time, and jumps to the end when it follows', async () => {
    const { log, model, ids } = arrange(100);
    await model.noticed(100);
    await model.showAround(50);
    const around = ids();
    await model.loadNewer();
    const after = ids();
    await model.noticed(log.add(1));
    const still = ids();
    await model.follow(true);
    const { anchored, hasNewer, following } = model.store.getState();
    expect({ around, after, still, end: ids(), anchored, hasNewer, following }).toEqual({
      around: range(46, 55),
      after: range(46, 65),
      still: range(46, 65),
      end: range(92, 101),
      anchored: false,
      hasNewer: false,
      following: true,
    });
  });

  test('around one of the newest rows has nothing newer, and follows without a jump', async () => {
    const { log, model, ids } = arrange(20);
    await model.noticed(20);
    await model.showAround(19);
    expect([ids(), model.store.getState().hasNewer]).toEqual([range(11, 20), false]);
    await model.follow(true);
    await model.noticed(log.add(2));
    expect(ids()).toEqual(range(11, 22));
  });

  test('shows a row once that is told of while its page is on its way', async () => {
    const { log, model, ids } = arrange(4);
    const open = Promise.withResolvers<void>();
    log.gate = open.promise;
    const reloading = model.reload();
    const noticing = model.noticed(4);
    open.resolve();
    await Promise.all([reloading, noticing]);
    expect(ids()).toEqual(range(1, 4));
  });

  test('starts with the newest page and follows what comes', async () => {
    const { log, model, ids } = arrange(25);
    await model.show({});
    await model.noticed(log.add(3));
    expect({ ids: ids(), hasOlder: model.store.getState().hasOlder }).toEqual({ ids: range(16, 28), hasOlder: true });
  });

  test('fetches older pages until the log’s beginning', async () => {
    const { model, ids } = arrange(25);
    await model.show({});
    await model.loadOlder();
    await model.loadOlder();
    expect({ ids: ids(), hasOlder: model.store.getState().hasOlder }).toEqual({ ids: range(1, 25), hasOlder: false });
  });

  test('stays still while paused, says that there is more, and catches up', async () => {
    const { log, model, ids } = arrange(5);
    await model.show({});
    await model.follow(false);
    await model.noticed(log.add(2));
    const paused = { ids: ids(), hasNewer: model.store.getState().hasNewer };
    await model.follow(true);
    expect({ paused, ids: ids(), hasNewer: model.store.getState().hasNewer }).toEqual({
      paused: { ids: range(1, 5), hasNewer: true },
      ids: range(1, 7),
      hasNewer: false,
    });
  });

  test('starts anew from the newest page when a flood left rows out in between', async () => {
    const { log, model, ids } = arrange(5);
    await model.show({});
    await model.noticed(log.add(100));
    expect({ ids: ids(), hasOlder: model.store.getState().hasOlder }).toEqual({ ids: range(96, 105), hasOlder: true });
  });

  test('asks for more when what it has is drawn, and rests after a page that a flood filled', async () => {
    const log = new MemoryLog();
    const steps: string[] = [];
    const step = (name: string) => async () => void steps.push(`${name} ${log.add(steps.length < 4 ? 4 : 0)}`);
    const asked: MemoryLog['rowsAfter'] = (filter, afterId, limit) => {
      steps.push(`rows after ${afterId}`);
      return log.rowsAfter(filter, afterId, limit);
    };
    const syslog = { rows: log.rows.bind(log), rowsAfter: asked };
    const options = { drawn: step('drawn'), pause: step('pause'), pageRows: 10, maxRows: 30 };
    const model = new LogRowsModel({ syslog, report: (error) => expect.unreachable(String(error)), ...options });
    await model.show({});
    const noticed = model.noticed(log.add(10));
    await model.noticed(14);
    await noticed;
    expect(steps).toEqual(['rows after 0', 'drawn 14', 'pause 18', 'rows after 10', 'drawn 18']);
  });

  test('holds a bounded part of the log at both ends', async () => {
    const { log, model, ids } = arrange(60);
    await model.show({});
    for (let i = 0; i < 4; i += 1) await model.loadOlder();
    const scrolledUp = ids();
    for (let i = 0; i < 5; i += 1) {
      await model.follow(true);
      await model.noticed(log.add(5));
    }
    expect({ scrolledUp, ids: ids() }).toEqual({ scrolledUp: range(11, 40), ids: range(56, 85) });
  });

  test('shows a cleared log as empty, then what comes', async () => {
    const { log, model, ids } = arrange(5);
    await model.show({});
    await model.noticed(5);
    log.all = [];
    await model.noticed(0);
    const cleared = ids();
    await model.noticed(log.add(2));
    expect({ cleared, ids: ids() }).toEqual({ cleared: [], ids: [1, 2] });
  });

  test('ignores the answer to a filter that has changed meanwhile', async () => {
    const { log, model, ids } = arrange(3);
    log.add(1, 'wifi');
    let open = () => {};
    log.gate = new Promise((resolve) => {
      open = resolve;
    });
    const first = model.show({});
    const second = model.show({ text: 'wifi' });
    open();
    await Promise.all([first, second]);
    expect(ids()).toEqual([4]);
  });

  test('reports a failing host and shows what it had', async () => {
    const { log, model, ids, failures } = arrange(3);
    await model.show({});
    log.gate = Promise.reject(new Error('gone'));
    await model.noticed(log.add(1));
    expect({ ids: ids(), failures }).toEqual({ ids: [1, 2, 3], failures: [new Error('gone')] });
  });

  test('is always ascending, bounded and without holes, whatever happens in whatever order', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('add' as const), count: fc.integer({ min: 1, max: 25 }) }),
      fc.constantFrom({ do: 'older' as const }, { do: 'pause' as const }, { do: 'follow' as const }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const { log, model, ids } = arrange(12);
        await model.show({});
        for (const each of steps) {
          if (each.do === 'add') await model.noticed(log.add(each.count));
          else if (each.do === 'older') await model.loadOlder();
          else await model.follow(each.do === 'follow');
        }
        const shown = ids();
        expect(shown).toEqual(range(shown[0] ?? 0, shown.at(-1) ?? -1));
        expect(shown.length).toBeLessThanOrEqual(30);
        if (model.store.getState().following) expect(shown.at(-1)).toBe(log.all.at(-1)?.id);
      }),
    );
  });
});
