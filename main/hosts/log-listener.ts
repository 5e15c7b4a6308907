/** Starts the log listener of a workbench on the usual port or the next free one, and stands in when there can be no log at all. */
import { BrambleError, Emitter } from '../../app/base/index.ts';
import type { SyslogStatus } from '../../app/contract/index.ts';
import type { LogSource } from '../services/syslog-service.ts';
import type { SyslogPlace } from './syslog-address.ts';

/** A running listener and store; `listenError` says why it does not listen. */
export interface StartedLog extends LogSource {
  readonly listenError: BrambleError | null;
  dispose(): Promise<void>;
}

export type StartLog = (options: SyslogPlace & { storeFile: string }) => Promise<StartedLog>;

export interface LogListener {
  readonly source: LogSource;
  /** Where it listens; null when it does not. */
  readonly port: number | null;
  /** What the log view should say of the port; null for nothing. */
  readonly remark: string | null;
  dispose(): Promise<void>;
}

/** Near the usual one, so that a board's setting is easy to correct; then any. */
const portsAfter = (port: number) => [port + 1, port + 2, port + 3, 0];

/** Never rejects: the rest of Bramble works without a log, and the log view says what is wrong. */
export async function startLog(start: StartLog, storeFile: string, place: SyslogPlace): Promise<LogListener> {
  try {
    const first = await start({ ...place, storeFile });
    if (first.listenError?.code !== 'udp-port-busy' || place.port === 0) return await listenerOf(first, null);
    return await onAnotherPort(start, { first, place, storeFile });
  } catch (error) {
    return withoutLog(storeFile, error);
  }
}

async function onAnotherPort(
  start: StartLog,
  { first, place, storeFile }: { first: StartedLog; place: SyslogPlace; storeFile: string },
): Promise<LogListener> {
  const { port } = place;
  let last = first;
  for (const next of portsAfter(port)) {
    await last.dispose();
    last = await start({ ...place, port: next, storeFile });
    const listening = last.listenError === null ? (await last.status()).listening : null;
    if (listening === null) continue;
    const remark =
      `Another program has UDP port ${port}, so Bramble listens on port ${listening.port}. Send logs there, or end ` +
      'the other program and start Bramble again.';
    return listenerOf(last, remark);
  }
  return listenerOf(last, null);
}

async function listenerOf(log: StartedLog, remark: string | null): Promise<LogListener> {
  const { listening } = await log.status();
  return { source: log, port: listening?.port ?? null, remark, dispose: () => log.dispose() };
}

function withoutLog(storeFile: string, error: unknown): LogListener {
  const failure =
    error instanceof BrambleError
      ? error
      : new BrambleError('log-store', `The log cannot be opened: ${String(error)}`, { cause: error });
  const refuse = () => Promise.reject(failure);
  const status: SyslogStatus = {
    listening: null,
    problem: failure.message,
    totalRows: 0,
    lastId: 0,
    droppedCount: 0,
    storeFile,
  };
  const source: LogSource = {
    onDidChange: new Emitter<never>().event,
    onDidChangeStoreTrouble: new Emitter<never>().event,
    status: async () => status,
    rows: refuse,
    rowsAfter: refuse,
    hosts: refuse,
    histogram: refuse,
    facets: refuse,
    errors: refuse,
    boards: refuse,
    boardEvents: refuse,
    importPiece: refuse,
    clear: refuse,
    take: () => {},
    expectStart: () => {},
  };
  return { source, port: null, remark: null, dispose: async () => {} };
}
