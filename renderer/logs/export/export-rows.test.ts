import { expect, it } from 'vitest';
import { BrambleError } from '../../../app/base/index.ts';
import type { SyslogService } from '../../../app/contract/index.ts';
import type { SyslogRow } from '../../../app/syslog/index.ts';
import { row } from '../../../app/syslog/testing/read.ts';
import { type ExportOptions, exportRows } from './export-rows.ts';
import type { ExportProgress } from './export-words.ts';

/** A log of which only the rows from `firstId` on are left; `onPage` is called at each page that is asked for. */
function logOf(firstId: number, lastId: number, onPage: () => void = () => {}) {
  const rows: SyslogRow[] = [];
  const grow = (toId: number) => {
    for (let id = rows.at(-1)?.id ?? firstId - 1; id < toId; ) rows.push(row({ id: ++id, text: `row ${id}` }));
  };
  grow(lastId);
  const asked: [number, number][] = [];
  const syslog: ExportOptions['syslog'] = {
    status: async () =>
      ({ lastId: rows.at(-1)?.id ?? 0, totalRows: rows.length }) as Awaited<ReturnType<SyslogService['status']>>,
    async rows({ query }, { afterId = 0, beforeId = Number.MAX_SAFE_INTEGER, limit }) {
      asked.push([afterId, beforeId]);
      onPage();
      const passing = rows.filter(({ text }) => query === undefined || text.endsWith(query));
      return passing.filter(({ id }) => id > afterId && id < beforeId).slice(-limit);
    },
  };
  return { syslog, asked, grow };
}

function arrange(syslog: ExportOptions['syslog'], parts: Partial<ExportOptions> = {}) {
  const controller = new AbortController();
  const written: string[] = [];
  const told: ExportProgress[] = [];
  const ended = () =>
    exportRows({
      syslog,
      exported: { kind: 'found', filter: {} },
      format: 'csv',
      mostRows: null,
      write: async (text) => void written.push(text),
      signal: controller.signal,
      onProgress: (progress) => told.push(progress),
      ...parts,
    });
  const ids = () =>
    written.slice(1).flatMap((text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => Number(line.split(',')[0])),
    );
  return { controller, written, told, ended, ids };
}

it('writes every row of the log, oldest first, a page at a time', async () => {
  const { syslog, asked } = logOf(501, 3700);
  const { ended, written, told, ids } = arrange(syslog);
  expect(await ended()).toBe(3200);
  expect(written[0]).toBe('id,received,sent,severity,facility,host,address,app,proc,msgid,text\n');
  expect(ids()).toEqual(Array.from({ length: 3200 }, (_, index) => index + 501));
  expect(asked).toEqual([
    [500, 565],
    [564, 821],
    [820, 1821],
    [1820, 2821],
    [2820, 3701],
  ]);
  expect(told.at(-1)).toEqual({ rows: 3200, part: 1 });
});

it('takes no row that came after it began', async () => {
  const log = logOf(1, 100, () => log.grow(300));
  const { ended, ids } = arrange(log.syslog);
  expect([await ended(), ids().at(-1)]).toEqual([100, 100]);
});

it('says how far it is also where nothing is found', async () => {
  const { syslog } = logOf(1, 1000);
  const { ended, told } = arrange(syslog, { exported: { kind: 'found', filter: { query: 'row 999' } } });
  expect(await ended()).toBe(1);
  expect(told.slice(0, 2)).toEqual([
    { rows: 0, part: 0.064 },
    { rows: 0, part: 0.32 },
  ]);
});

it('ends when it is cancelled, and asks for no more', async () => {
  const { syslog, asked } = logOf(1, 3000, () => asked.length === 2 && controller.abort());
  const { controller, ended, written } = arrange(syslog);
  await expect(ended()).rejects.toMatchObject({ name: 'AbortError' });
  expect([asked.length, written.length]).toEqual([2, 2]);
});

it('refuses more rows than there is room for, as soon as there are', async () => {
  const { syslog, asked } = logOf(1, 3000);
  const { ended } = arrange(syslog, { mostRows: 64 });
  await expect(ended()).rejects.toMatchObject({
    code: 'not-supported',
    message: expect.stringMatching(/than the 64 .*bramble syslog export --format csv$/),
  });
  expect(asked.length).toBe(2);
  expect(await arrange(syslog, { mostRows: 3000 }).ended()).toBe(3000);
});

it('writes a traceback that came a line a message as one in text, across pages, and each line in other formats', async () => {
  const texts = ['Traceback (most recent call last):', '  File "main.py", line 1, in f', 'OSError: 5'];
  const rows = texts.map((text, index) => row({ id: 64 + index, text }));
  const before = Array.from({ length: 63 }, (_, index) => row({ id: index + 1, text: 'x' }));
  const all = [...before, ...rows];
  const syslog: ExportOptions['syslog'] = {
    ...logOf(1, 66).syslog,
    rows: async (_filter, { afterId = 0, beforeId = 0 }) => all.filter(({ id }) => id > afterId && id < beforeId),
  };
  const text = arrange(syslog, { format: 'text' });
  await text.ended();
  expect(text.written.join('').split('\n').slice(63)).toEqual([
    expect.stringMatching(/ {2}Traceback \(most recent call last\):$/),
    '      File "main.py", line 1, in f',
    '    OSError: 5',
    '',
  ]);
  const chosen = arrange(syslog, { format: 'jsonl', exported: { kind: 'chosen', rows } });
  expect(await chosen.ended()).toBe(3);
  const lines = chosen.written.join('').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).text)).toEqual(texts);
});

it('rejects with what the file rejects with', async () => {
  const failure = new BrambleError('file-unreadable', 'The disk is full.');
  const { ended } = arrange(logOf(1, 10).syslog, { write: () => Promise.reject(failure) });
  await expect(ended()).rejects.toBe(failure);
});
