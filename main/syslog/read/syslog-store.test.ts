import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datagramOf } from '../../../app/syslog/index.ts';
import { batchOf } from '../testing/batches.ts';
import { all, ids, storeOf, words } from '../testing/stores.ts';

describe('a stored message', () => {
  it('comes back whole', () => {
    const datagram = '<165>1 2024-05-01T11:59:59.5Z picow app 7 ID [meta sequenceId="1" x="\\""] größe 😀';
    const { store } = storeOf([{ datagram, address: '192.168.1.9', receivedAtMs: 1_714_564_800_123 }]);
    expect(store.rows({}, all)).toEqual([
      {
        id: 1,
        receivedAtMs: 1_714_564_800_123,
        address: '192.168.1.9',
        format: 'rfc5424',
        facility: 20,
        severity: 5,
        timestampMs: Date.UTC(2024, 4, 1, 11, 59, 59, 500),
        timestampText: '2024-05-01T11:59:59.5Z',
        hostname: 'picow',
        appName: 'app',
        procId: '7',
        msgId: 'ID',
        structuredData: [
          {
            id: 'meta',
            parameters: [
              ['sequenceId', '1'],
              ['x', '"'],
            ],
          },
        ],
        text: 'größe 😀',
        raw: null,
      },
    ]);
  });

  it("gives its datagram's bytes back, whatever they are", () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(`<14>${text}`)),
    );
    fc.assert(
      fc.property(fc.array(anyBytes, { minLength: 1, maxLength: 30 }), (datagrams) => {
        const { store, writer } = storeOf(datagrams.map((datagram) => ({ datagram })));
        const given = store.rows({}, all).map((row) => Buffer.from(datagramOf(row)));
        store.dispose();
        writer.dispose();
        expect(given).toEqual(datagrams.map((datagram) => Buffer.from(datagram)));
      }),
      { numRuns: 15 },
    );
  });
});

describe('rows', () => {
  it('are the newest, in ascending order', () => {
    const { store } = storeOf(words(10));
    expect(ids(store.rows({}, { limit: 3 }))).toEqual([8, 9, 10]);
  });

  it('are paged backwards by id', () => {
    const { store } = storeOf(words(10));
    expect([store.rows({}, { beforeId: 8, limit: 3 }), store.rows({}, { beforeId: 2, limit: 3 })].map(ids)).toEqual([
      [5, 6, 7],
      [1],
    ]);
  });

  it('are followed by id', () => {
    const { store, writer } = storeOf(words(10));
    writer.write(batchOf(words(5)), 0);
    expect([store.rowsAfter({}, 10, 1000), store.rowsAfter({}, 10, 2), store.rowsAfter({}, 15, 9)].map(ids)).toEqual([
      [11, 12, 13, 14, 15],
      [14, 15],
      [],
    ]);
  });

  it('are 1 to 1000 at a time', () => {
    const { store } = storeOf(words(1001));
    expect([0, 5000].map((limit) => store.rows({}, { limit }).length)).toEqual([1, 1000]);
  });
});

describe('hosts', () => {
  it('are counted by hostname, or by address where there is none, the most talkative first', () => {
    const { store, writer } = storeOf([
      { datagram: '<14>a', address: '10.0.0.1' },
      { datagram: '<14>Apr 30 18:45:34 picow b', address: '10.0.0.1' },
      { datagram: '<14>Apr 30 18:45:34 picow c', address: '10.0.0.2' },
    ]);
    writer.write(batchOf([{ datagram: '<14>d', address: '10.0.0.3' }, { datagram: '<14>Apr 30 18:45:34 picow e' }]), 0);
    expect(store.hosts()).toEqual([
      { host: 'picow', count: 3 },
      { host: '10.0.0.1', count: 1 },
      { host: '10.0.0.3', count: 1 },
    ]);
  });

  it('are at most 200', () => {
    const { store } = storeOf(
      Array.from({ length: 250 }, (_, index) => ({ datagram: '<14>x', address: `10.0.0.${index}` })),
    );
    expect(store.hosts()).toHaveLength(200);
  });
});

describe('clearing', () => {
  it('deletes every row, and ids go on', () => {
    const { store, writer } = storeOf(words(10));
    writer.indexWords(5);
    writer.clear();
    const cleared = [store.rows({}, all), store.hosts(), store.totals()];
    writer.write(batchOf(words(2)), 0);
    expect([cleared, ids(store.rows({}, all)), store.totals()]).toEqual([
      [[], [], { lastId: 10, totalRows: 0 }],
      [11, 12],
      { lastId: 12, totalRows: 2 },
    ]);
  });
});
