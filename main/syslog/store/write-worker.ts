/**
 * Worker W: takes datagrams out of the ring, stores them a batch at a time, and tells that there are rows. It blocks in the
 * ring while there is nothing to do, so its messages are fetched, not awaited.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { describeError } from '../../../app/base/index.ts';
import type { LogFilePiece } from '../../../app/syslog/index.ts';
import { type DatagramBatch, DatagramRing } from '../receive/datagram-ring.ts';
import type { FromWriteWorker, ToWriteWorker, WriteWorkerData } from '../worker-messages.ts';
import { importPiece } from './import-lines.ts';
import { isSqliteError, storeError } from './log-database.ts';
import { LogWriter, type StoreTotals } from './log-writer.ts';
import { StoreUpkeep } from './store-upkeep.ts';

/** A batch ends at this many datagrams or bytes: some 20 ms of work, so that readers and other writers get their turn. */
const batchRows = 4096;
const batchBytes = 1024 * 1024;
/** What arrives within this time after the first datagram joins its transaction: 50 % less work at 1,000 messages/s. */
const gatherMs = 5;
/** Between two news of rows: who shows them asks for them as fast as it can draw. */
const notifyMs = 5;
/** Between two attempts at a store that refuses to be written. */
const retryMs = 500;

const { ring: memory, storeFile, retention, mostPages }: WriteWorkerData = workerData;
const ring = new DatagramRing(memory);
const scratch = new Uint8Array(batchBytes);

let writer: LogWriter | null = null;
let upkeep: StoreUpkeep | null = null;
let systemDropped = 0;
let notedDropped = 0;
let isStopping = false;
let isTroubled = false;
let fetched: ToWriteWorker | null = null;
let unannounced: StoreTotals | null = null;
let announcedAtMs = Number.NEGATIVE_INFINITY;

try {
  writer = new LogWriter(storeFile, mostPages === undefined ? {} : { mostPages });
  upkeep = new StoreUpkeep({
    writer,
    retention,
    isQuiet: () => ring.fill < 0.01,
    isIdle: () => ring.isEmpty,
    onChanged,
  });
  post({ kind: 'ready' });
  run(writer);
} catch (error) {
  post({ kind: 'failed', error: describeError(error) });
} finally {
  writer?.dispose();
  parentPort?.close();
}

function run(log: LogWriter): void {
  for (;;) {
    handleMessages(log);
    if (!isStopping && !isTroubled && ring.fill < 0.01 && !ring.isEmpty) ring.linger(gatherMs);
    const batch = ring.read(scratch, batchRows);
    if (batch !== null) store(log, batch);
    else if (isStopping) break;
    if (!isStopping) upkeep?.turn();
    noteDropped(log);
    announce();
    if (batch === null) {
      ring.wait(Math.min(untilAnnouncementMs(), upkeep?.restMs ?? Number.POSITIVE_INFINITY), isMessageWaiting);
    }
  }
  noteDropped(log);
  keepBoards();
  announce(true);
  post({ kind: 'stopped' });
}

/** The batch stays in the ring until it is stored: a full disk loses only what finds no room behind it. */
function store(log: LogWriter, batch: DatagramBatch): void {
  try {
    unannounced = log.write(batch, -new Date().getTimezoneOffset());
    upkeep?.noteWritten(batch.ends.length, batch.bytes.length);
    ring.release(batch, 'stored');
    if (isTroubled) post({ kind: 'trouble', error: null });
    isTroubled = false;
  } catch (error) {
    if (!isTroubled) post({ kind: 'trouble', error: describeError(storeError(storeFile, error)) });
    isTroubled = true;
    if (isStopping) giveUp();
    else ring.linger(retryMs);
  }
}

/** The store knows what it lacks, for whoever reads it later. */
function noteDropped(log: LogWriter): void {
  const { dropped, unwritten } = ring.counts();
  const total = dropped + unwritten + systemDropped;
  if (total === notedDropped || isTroubled) return;
  try {
    log.noteDropped(total - notedDropped);
    notedDropped = total;
  } catch (error) {
    // Another process holds the store: the next turn counts the same ones.
    if (!isSqliteError(error)) throw error;
  }
}

function keepBoards(): void {
  try {
    upkeep?.keepBoards();
  } catch (error) {
    // What is known of boards is less than the rows that say it.
    if (!isSqliteError(error)) throw error;
  }
}

function onChanged(totals: StoreTotals): void {
  unannounced = totals;
}

/** One refusal at the end is enough: a store that another program holds takes five seconds over each. */
function giveUp(): void {
  for (let batch = ring.read(scratch, batchRows); batch !== null; batch = ring.read(scratch, batchRows)) {
    ring.release(batch, 'unwritten');
  }
}

function announce(isLast = false): void {
  if (unannounced === null || (!isLast && untilAnnouncementMs() > 0)) return;
  post({ kind: 'rows', totals: unannounced });
  unannounced = null;
  announcedAtMs = performance.now();
}

function untilAnnouncementMs(): number {
  if (unannounced === null) return Number.POSITIVE_INFINITY;
  return Math.max(0, announcedAtMs + notifyMs - performance.now());
}

function isMessageWaiting(): boolean {
  fetched ??= fetchMessage();
  return fetched !== null;
}

function fetchMessage(): ToWriteWorker | null {
  if (parentPort === null) return null;
  const received: { message: ToWriteWorker } | undefined = receiveMessageOnPort(parentPort);
  return received?.message ?? null;
}

function handleMessages(log: LogWriter): void {
  while (isMessageWaiting()) {
    const message = fetched;
    fetched = null;
    if (message?.kind === 'stop') isStopping = true;
    if (message?.kind === 'systemDropped') systemDropped = Math.max(systemDropped, message.total);
    if (message?.kind === 'expectStart') log.expectStart(message.board, message.start);
    if (message?.kind === 'clear') clear(log, message.request);
    if (message?.kind === 'import') importLinesOf(log, message.request, message.piece);
  }
}

function clear(log: LogWriter, request: number): void {
  try {
    unannounced = log.clear();
    post({ kind: 'cleared', request, error: null });
  } catch (error) {
    post({ kind: 'cleared', request, error: describeError(storeError(storeFile, error)) });
  }
}

function importLinesOf(log: LogWriter, request: number, piece: LogFilePiece): void {
  try {
    const imported = importPiece(piece, log);
    unannounced = log.totals();
    upkeep?.noteWritten(imported.lines, piece.bytes.length);
    post({ kind: 'imported', request, imported });
  } catch (error) {
    post({ kind: 'notImported', request, error: describeError(storeError(storeFile, error)) });
  }
}

function post(message: FromWriteWorker): void {
  parentPort?.postMessage(message);
}
