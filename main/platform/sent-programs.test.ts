import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SentBounds, SentPrograms } from './sent-programs.ts';

const main = { file: '/main.py' };
const hour = 3_600_000;
let folder: string;
let nowMs: number;
let opened: SentPrograms[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-sent-'));
  nowMs = 1_000_000_000_000;
  opened = [];
});
afterEach(() => {
  for (const sent of opened) sent.dispose();
  rmSync(folder, { recursive: true });
});

function open(bounds?: SentBounds, place = folder): SentPrograms {
  const sent = new SentPrograms(place, () => nowMs, bounds);
  opened.push(sent);
  return sent;
}

/** Notes a text and lets an hour pass; gives when it was sent. */
function send(sent: SentPrograms, text: string | null, place: Parameters<SentPrograms['note']>[1] = main): number {
  sent.note('sim:', place, text);
  nowMs += hour;
  return nowMs - hour;
}

describe('the text that a board had', () => {
  it('is the one sent last before that time, also for another process and after a start', () => {
    const sent = open();
    const first = send(sent, 'print(1)\n');
    const second = send(sent, 'print("é")\n');
    for (const each of [sent, open()]) {
      expect(each.textAt('sim:', main, first - 1)).toBeNull();
      expect(each.textAt('sim:', main, first)).toEqual({ text: 'print(1)\n', sentAtMs: first });
      expect(each.textAt('sim:', main, second - 1)?.text).toBe('print(1)\n');
      expect(each.textAt('sim:', main, second + 99 * hour)).toEqual({ text: 'print("é")\n', sentAtMs: second });
    }
  });

  it('is that of the same board and place', () => {
    const sent = open();
    sent.note('sim:', main, 'file');
    sent.note('sim:', { program: 'main.py' }, 'run');
    sent.note('sim:other', { file: '/lib/main.py' }, new TextEncoder().encode('bytes'));
    expect(sent.textAt('sim:', main, nowMs)?.text).toBe('file');
    expect(sent.textAt('sim:', { program: 'main.py' }, nowMs)?.text).toBe('run');
    expect(sent.textAt('sim:other', main, nowMs)).toBeNull();
    expect(sent.textAt('sim:other', { file: '/lib/main.py' }, nowMs)?.text).toBe('bytes');
    expect(sent.boards().sort()).toEqual(['sim:', 'sim:other']);
  });

  it('is not known after something else came there, is too large, or no program', () => {
    const sent = open();
    send(sent, 'known');
    const unknown = send(sent, null);
    expect(sent.textAt('sim:', main, unknown)).toBeNull();
    expect(sent.textAt('sim:', main, unknown - 1)?.text).toBe('known');
    const large = send(sent, '#'.repeat(600_000));
    expect(sent.textAt('sim:', main, large)).toBeNull();
    send(sent, '{}', { file: '/settings.json' });
    expect(sent.textAt('sim:', { file: '/settings.json' }, nowMs)).toBeNull();
  });

  it('was sent when it came first, however often it is sent', () => {
    const sent = open();
    const first = send(sent, 'same');
    send(sent, 'same');
    expect(sent.textAt('sim:', main, nowMs)).toEqual({ text: 'same', sentAtMs: first });
  });
});

/** 8,000 characters that deflate to about 4,600 bytes. */
function noise(seed: string): string {
  const hash = (part: number) => createHash('sha256').update(`${seed} ${part}`).digest('hex');
  return Array.from({ length: 125 }, (_, part) => hash(part)).join('');
}

describe('what is kept', () => {
  const none = { ageMs: Number.MAX_SAFE_INTEGER, sendings: 1_000_000, bytes: 1_000_000_000 };
  /** Pruned when it is opened and written to. */
  const pruned = (bounds: Partial<SentBounds>): SentPrograms => {
    const sent = open({ ...none, ...bounds });
    sent.note('sim:', { program: 'x.py' }, 'x');
    return sent;
  };

  it('is not older than its age, but for what the board has now', () => {
    const sent = open(none);
    const first = send(sent, 'first');
    const second = send(sent, 'second');
    nowMs += 99 * hour;
    const after = pruned({ ageMs: 50 * hour });
    expect(after.textAt('sim:', main, first)).toBeNull();
    expect(after.textAt('sim:', main, second)?.text).toBe('second');
  });

  it('is not more than its number, the newest', () => {
    const sent = open(none);
    const times = ['a', 'b', 'c'].map((text) => send(sent, text));
    const after = pruned({ sendings: 3 });
    expect(times.map((atMs) => after.textAt('sim:', main, atMs)?.text)).toEqual([undefined, 'b', 'c']);
  });

  it('is not larger than its bytes, the newest', () => {
    const sent = open(none);
    const times = ['a', 'b', 'c'].map((seed) => send(sent, noise(seed)));
    const after = pruned({ bytes: 8000 });
    expect(times.map((atMs) => after.textAt('sim:', main, atMs) !== null)).toEqual([false, false, true]);
  });

  it('never makes an older text the one that the board has', () => {
    const sent = open(none);
    send(sent, noise('a'));
    const second = send(sent, noise('b'));
    send(sent, noise('a'), { file: '/other.py' });
    const after = pruned({ bytes: 8000 });
    expect(after.textAt('sim:', { file: '/other.py' }, nowMs)?.text).toBe(noise('a'));
    expect(after.textAt('sim:', main, second)).toBeNull();
  });
});

describe('a store that cannot be had', () => {
  it('knows nothing and disturbs nobody', () => {
    writeFileSync(join(folder, 'sent-programs.db'), 'not a database, and long enough to be taken for none');
    const sent = open();
    sent.note('sim:', main, 'print(1)');
    expect([sent.textAt('sim:', main, nowMs), sent.boards()]).toEqual([null, []]);
    expect(readFileSync(join(folder, 'sent-programs.db'), 'utf8')).toMatch(/^not a database/);
    writeFileSync(join(folder, 'file'), '');
    const nowhere = open(undefined, join(folder, 'file'));
    nowhere.note('sim:', main, 'print(1)');
    expect(nowhere.boards()).toEqual([]);
  });
});

it.skipIf(process.platform === 'win32')('others of this computer cannot read it', () => {
  open().note('sim:', main, 'password = "secret"');
  const rights = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o077]);
  expect(Object.fromEntries(rights)).toEqual({
    'sent-programs.db': 0,
    'sent-programs.db-shm': 0,
    'sent-programs.db-wal': 0,
  });
});

it('one that was disposed of opens no file any more', () => {
  const sent = open();
  sent.dispose();
  sent.note('sim:', main, 'print(1)');
  expect([sent.textAt('sim:', main, nowMs), readdirSync(folder)]).toEqual([null, []]);
});
