/** Builders for the tests of the store. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DatagramBatch } from '../receive/datagram-ring.ts';

export interface SentDatagram {
  datagram: string | Uint8Array;
  address?: string;
  receivedAtMs?: number;
}

/** A batch as the ring gives it. */
export function batchOf(sent: readonly SentDatagram[]): DatagramBatch {
  const datagrams = sent.map(({ datagram }) => Buffer.from(datagram as Uint8Array));
  let end = 0;
  return {
    bytes: Buffer.concat(datagrams),
    ends: datagrams.map((datagram) => {
      end += datagram.length;
      return end;
    }),
    addresses: sent.map(({ address }) => address ?? '192.168.1.7'),
    receivedAtMs: sent.map(({ receivedAtMs }) => receivedAtMs ?? Date.UTC(2024, 4, 1, 12)),
    position: 0,
  };
}

/** A new folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-syslog-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
