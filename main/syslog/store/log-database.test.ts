import { mkdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { SyslogStore } from '../read/syslog-store.ts';
import { batchOf, temporaryFolder } from '../testing/batches.ts';
import { openForReading, openForWriting, schemaVersion } from './log-database.ts';
import { LogWriter } from './log-writer.ts';

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

  it('says what the system says of a folder that cannot be', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => openForWriting(join(file, 'log.db'))).toThrow(says('log-store', '(The system says: '));
  });

  it.skipIf(process.platform !== 'linux')('says so of a folder that takes no other, and does not try for ever', () => {
    expect(() => openForWriting('/proc/no-such-folder/log.db')).toThrow(says('log-store', '(The system says: '));
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

  /** As a Bramble of that version left it: two rows, the second without a hostname. */
  function storeOfVersion(version: 1 | 2 | 3): string {
    const file = join(temporaryFolder(), 'log.db');
    const old = new DatabaseSync(file);
    old.exec(`
      CREATE TABLE totals (last_id INTEGER NOT NULL, row_count INTEGER NOT NULL);
      INSERT INTO totals VALUES (7, 2);
      CREATE TABLE hosts (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, row_count INTEGER NOT NULL);
      INSERT INTO hosts VALUES (1, 'picow', 1), (2, '10.0.0.9', 1);
      CREATE TABLE messages (id INTEGER PRIMARY KEY, received_at INTEGER NOT NULL, address TEXT NOT NULL, host_id INTEGER NOT NULL,
        has_hostname INTEGER NOT NULL, format INTEGER NOT NULL, facility INTEGER NOT NULL, severity INTEGER NOT NULL,
        timestamp INTEGER, timestamp_text TEXT, app_name TEXT, proc_id TEXT, msg_id TEXT, structured_data TEXT, text TEXT NOT NULL,
        raw BLOB);
      INSERT INTO messages VALUES
        (6, 1714564800000, '10.0.0.8', 1, 1, 1, 1, 3, 1714564799000, 'May  1 11:59:59', 'app', NULL, NULL, NULL, 'kept', NULL),
        (7, 1714564801000, '10.0.0.9', 2, 0, 2, 1, 6, NULL, NULL, NULL, NULL, NULL, NULL, 'kept too', NULL);
      CREATE INDEX messages_by_severity ON messages (severity);
      CREATE INDEX messages_by_host ON messages (host_id, severity);
      PRAGMA application_id = ${0x42524d4c}; PRAGMA user_version = ${version}`);
    if (version > 1) {
      old.exec(`ALTER TABLE totals ADD COLUMN indexed_id INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE word_segments (first_id INTEGER PRIMARY KEY);
        INSERT INTO word_segments VALUES (1);
        CREATE VIRTUAL TABLE words_1 USING fts5(host, app, text, content = '', columnsize = 0, detail = none);
        INSERT INTO words_1 (rowid, host, app, text) VALUES (6, 'picow', 'app', 'kept');
        UPDATE totals SET indexed_id = 6`);
    }
    if (version > 2)
      old.exec('ALTER TABLE totals ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0; UPDATE totals SET dropped = 5');
    old.close();
    return file;
  }

  it.each([
    [1, 'to write', openForWriting],
    [1, 'to read', openForReading],
    [2, 'to write', openForWriting],
    [3, 'to write', openForWriting],
  ] as const)(
    'of version %d %s brings it up to date, with its rows, before and after it is indexed',
    (version, _case, open) => {
      const file = storeOfVersion(version);
      open(file).close();
      const writer = new LogWriter(file);
      writer.write(batchOf([{ datagram: '<11>new', address: '10.0.0.9' }]), 0);
      const store = new SyslogStore(file);
      const seen = () => [
        store
          .rows({ query: 'kept' }, { limit: 9 })
          .map(({ id, address, hostname, timestampText }) => [id, address, hostname, timestampText]),
        store.rows({ query: 'address:10.0.0.9' }, { limit: 9 }).map(({ id }) => id),
        store.rows({ host: '10.0.0.9', severityAtMost: 3 }, { limit: 9 }).map(({ id }) => id),
        store.hosts(),
        store.stats({}),
      ];
      const before = seen();
      writer.indexWords(1000);
      const after = seen();
      writer.dispose();
      store.dispose();
      expect([before, after]).toEqual(
        Array(2).fill([
          [
            [6, '10.0.0.8', 'picow', 'May  1 11:59:59'],
            [7, '10.0.0.9', null, null],
          ],
          [7, 8],
          [8],
          [
            { host: '10.0.0.9', count: 2 },
            { host: 'picow', count: 1 },
          ],
          {
            total: 3,
            dropped: version > 2 ? 5 : 0,
            bySeverity: { error: 2, info: 1 },
            byBoard: { '10.0.0.9': 2, picow: 1 },
          },
        ]),
      );
    },
  );

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

  it('to read says that there is none yet where the first start was broken off', () => {
    const file = join(temporaryFolder(), 'log.db');
    writeFileSync(file, '');
    expect(() => openForReading(file)).toThrow(says('file-not-found', 'no log store'));
    openForWriting(file).close();
    openForReading(file).close();
  });

  it('refuses a file that is no database', () => {
    const file = join(temporaryFolder(), 'log.db');
    writeFileSync(file, 'These are my notes, and no database at all.\n'.repeat(100));
    for (const open of [openForReading, openForWriting]) {
      expect(() => open(file)).toThrow(says('log-store', 'Choose another file as the store.'));
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

describe.skipIf(process.platform === 'win32')('a store that is moved away while it is open', () => {
  it('takes no rows, which nobody would see, until it is back', () => {
    const file = join(temporaryFolder(), 'log.db');
    const writer = new LogWriter(file);
    const write = () => writer.write(batchOf([{ datagram: '<14>row' }]), 0).totalRows;
    const rows = [write()];
    renameSync(file, `${file}.away`);
    expect(write).toThrow(says('log-store', 'was moved or deleted'));
    writeFileSync(file, 'another');
    expect(write).toThrow(says('log-store', 'was moved or deleted'));
    renameSync(`${file}.away`, file);
    rows.push(write());
    writer.dispose();
    expect(rows).toEqual([1, 2]);
  });
});
