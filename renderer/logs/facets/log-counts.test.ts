import { expect, test } from 'vitest';
import { ManualClock } from '../../../app/base/index.ts';
import type { SyslogFacets, SyslogFilter, SyslogHistogram } from '../../../app/syslog/index.ts';
import { LogCounts, uncountedInWords } from './log-counts.ts';

function arrange() {
  const clock = new ManualClock();
  const asked: string[] = [];
  const answers: ((total: number) => void)[] = [];
  const counts = new LogCounts({
    clock,
    report: (error) => asked.push(`failed: ${error}`),
    syslog: {
      histogram: async (filter: SyslogFilter): Promise<SyslogHistogram> => {
        asked.push(`histogram ${filter.query ?? ''}`);
        return { fromMs: 0, bucketMs: 1000, counts: [], countedFromMs: null };
      },
      facets: (filter: SyslogFilter) => {
        asked.push(`facets ${filter.query ?? ''}`);
        return new Promise<SyslogFacets>((resolve) =>
          answers.push((total) =>
            resolve({ total, hosts: [], apps: [], severities: [], facilities: [], vias: [], countedFromMs: null }),
          ),
        );
      },
    },
  });
  return { clock, asked, answers, counts };
}

test('nothing is counted that is not in view', () => {
  const { asked, counts } = arrange();
  counts.show({ filter: { query: 'a' }, range: null });
  counts.noticed();
  expect(asked).toEqual([]);
  counts.want({ histogram: true, facets: false });
  expect(asked).toEqual(['histogram a']);
});

test('a flood of rows is counted now and then, another filter at once', () => {
  const { clock, asked, counts } = arrange();
  counts.want({ histogram: true, facets: false });
  for (let tick = 0; tick < 50; tick++) {
    counts.noticed();
    clock.advance(100);
  }
  const during = asked.length;
  counts.show({ filter: { query: 'b' }, range: null });
  expect([during, asked.at(-1)]).toEqual([3, 'histogram b']);
});

test('an answer to an older question is ignored', async () => {
  const { answers, counts } = arrange();
  counts.want({ histogram: false, facets: true });
  counts.show({ filter: { query: 'new' }, range: null });
  answers[1]?.(2);
  answers[0]?.(1);
  await expect.poll(() => counts.store.getState().facets?.total).toBe(2);
});

test('counts that were given up say from when on they count', () => {
  const at = new Date(2026, 10, 25, 14, 30, 15).getTime();
  expect([uncountedInWords(null, at), uncountedInWords(at, at)]).toEqual([
    null,
    'Lines before 14:30:15 are not counted: there are too many.',
  ]);
});
