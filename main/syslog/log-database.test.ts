import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openForReading, openForWriting, schemaVersion } from './log-database.ts';
import { LogWriter } from './log-writer.ts';
import { SyslogStore } from './syslog-store.ts';
import { batchOf, temporaryFolder } from './testing/batches.ts';

const says = (code: string, words: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(words) });

describe('opening the store', () => {
  it('makes the file and its folder', () => {
    const file = join(temporaryFolder(), 'deep', 'er', 'log.db');
    openForWriting(file).close();
    openForReading(file).close();
    openForWriting(file).close();
  });

  it('to read says when there is none', () => {
    expect(() => openForReading(join(temporaryFolder(), 'log.db'))).toThrow(says('file-not-found', 'no log store'));
  });

  it('refuses the store of a newer Bramble, and says so', () => {
    const file = join(temporaryFolder(), 'log.db');
    const database = openForWriting(file);
    database.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
    database.close();
    for (const open of [openForReading, openForWriting]) {
      expect(() => open(file)).toThrow(says('log-store', 'newer Bramble'));
    }
  });

  it.each([
    ['to write', openForWriting],
    ['to read', openForReading],
  ])('%s brings a store of version 1 up to date, with its rows', (_case, open) => {
    const file = join(temporaryFolder(), 'log.db');
    const writer = new LogWriter(file);
    writer.write(batchOf([{ datagram: '<14>kept' }]), 0);
    writer.dispose();
    const old = new DatabaseSync(file);
    old.exec(
      'DROP TABLE word_segments; ALTER TABLE totals DROP COLUMN indexed_id; ALTER TABLE totals DROP COLUMN dropped; PRAGMA user_version = 1',
    );
    old.close();
    open(file).close();
    const store = new SyslogStore(file);
    expect([store.rows({ query: 'kept' }, { limit: 1 })[0]?.text, store.size().unindexedCount]).toEqual(['kept', 1]);
    store.dispose();
  });

  it("refuses another program's database and leaves it as it is", () => {
    const file = join(temporaryFolder(), 'other.db');
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE messages (id); PRAGMA user_version = 1');
    other.close();
    const unversioned = join(temporaryFolder(), 'other.db');
    const another = new DatabaseSync(unversioned);
    another.exec('CREATE TABLE messages (id)');
    another.close();
    for (const open of [openForReading, openForWriting]) {
      expect(() => open(file)).toThrow(says('log-store', 'not a log store'));
      expect(() => open(unversioned)).toThrow(says('log-store', 'not a log store'));
    }
  });

  it('refuses a file that is no database', () => {
    const file = join(temporaryFolder(), 'log.db');
    writeFileSync(file, 'These are my notes, and no database at all.\n'.repeat(100));
    for (const open of [openForReading, openForWriting]) {
      expect(() => open(file)).toThrow(says('log-store', 'damaged'));
    }
  });

  it('refuses a folder where the file should be', () => {
    const file = join(temporaryFolder(), 'log.db');
    mkdirSync(file);
    expect(() => openForWriting(file)).toThrow(says('log-store', 'cannot be opened'));
  });

  it('refuses a place below a file', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => openForWriting(join(file, 'log.db'))).toThrow(says('log-store', 'cannot be used'));
  });
});

describe('a store that is cut short', () => {
  it('is called damaged when it is read, not crashed over', () => {
    const file = join(temporaryFolder(), 'log.db');
    const writer = new LogWriter(file);
    writer.write(batchOf(Array.from({ length: 2000 }, (_, index) => ({ datagram: `<14>message ${index}` }))), 0);
    writer.dispose();
    truncateSync(file, 20_000);
    expect(() => {
      const store = new SyslogStore(file);
      store.rows({ text: 'message' }, { limit: 1000 });
    }).toThrow(says('log-store', 'damaged'));
  });
});
