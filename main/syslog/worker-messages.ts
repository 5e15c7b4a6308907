/** What the syslog workers are started with, and what passes between them and the thread that started them. */
import type { ErrorDescription } from '../../app/base/index.ts';
import type { ForwardTarget, ImportedLines, LogFilePiece, OrderedStart } from '../../app/syslog/index.ts';
import type { Listening, ListenOptions } from './receive/datagram-receiver.ts';
import type { ListenerDrops } from './receive/kernel-drops.ts';
import type { SenderLoss } from './receive/sender-losses.ts';
import type { TlsIdentity } from './receive/stream-receiver.ts';
import type { StoreTotals } from './store/log-writer.ts';
import type { Retention } from './store/retention.ts';

/** A listener besides the first. */
export interface ListenerOptions {
  protocol: 'udp' | 'tcp' | 'tls';
  host: string;
  /** 0 for a free one. */
  port: number;
  /** What TLS shows and asks of its clients. */
  identity?: TlsIdentity;
}

export interface ReceiveWorkerData extends ListenOptions {
  ring: SharedArrayBuffer;
  listeners: readonly ListenerOptions[];
}

/** What became of a listener: where it listens, or why it does not. */
export interface ListenerState extends Omit<ListenerOptions, 'identity'> {
  error: ErrorDescription | null;
}

export type FromReceiveWorker =
  | { kind: 'listening'; listening: Listening; others: ListenerState[] }
  | { kind: 'failed'; error: ErrorDescription }
  /** It drained its sockets and closed them. `kernelDrops` has the system's last counts. */
  | { kind: 'stopped'; kernelDrops: ListenerDrops[]; losses: SenderLoss[] }
  /** Whose messages found no room in the ring since the start. Once a second while there are more of them. */
  | { kind: 'losses'; losses: SenderLoss[] }
  /** Once for each sender and reason. */
  | { kind: 'refused'; refusal: ClientRefusal };

/** A client that a TLS listener could not let in. */
export interface ClientRefusal {
  listener: { host: string; port: number };
  /** Null when it is not known which of several it was. */
  address: string | null;
  /** In words, such as "it does not speak TLS". */
  reason: string;
}

/** A message that came by another way than the sockets. */
export interface OtherMessage {
  bytes: Uint8Array;
  address: string;
  /** Ms since the Unix epoch. */
  receivedAtMs: number;
}

export type ToReceiveWorker = { kind: 'stop' } | { kind: 'take'; messages: readonly OtherMessage[] };

export interface WriteWorkerData {
  ring: SharedArrayBuffer;
  storeFile: string;
  retention: Retention;
  mostPages?: number;
}

export type FromWriteWorker =
  | { kind: 'ready' }
  | { kind: 'failed'; error: ErrorDescription }
  /** There are rows up to `lastId`. At most two hundred a second. */
  | { kind: 'rows'; totals: StoreTotals }
  /** Writing fails for now, or (null) works again. */
  | { kind: 'trouble'; error: ErrorDescription | null }
  | { kind: 'cleared'; request: number; error: ErrorDescription | null }
  | { kind: 'imported'; request: number; imported: ImportedLines }
  | { kind: 'notImported'; request: number; error: ErrorDescription }
  | { kind: 'stopped' };

/** The write worker blocks while it has nothing to do: after posting one of these, wake the ring. */
export type ToWriteWorker =
  | { kind: 'clear'; request: number }
  | { kind: 'import'; request: number; piece: LogFilePiece }
  /** The system dropped so many since the server's start: to be kept in the store. */
  | { kind: 'systemDropped'; total: number }
  /** Somebody ordered the next start of the board that has this name in the log. */
  | { kind: 'expectStart'; board: string; start: OrderedStart }
  | { kind: 'stop' };

export interface ReadWorkerData {
  storeFile: string;
}

/** A method of SyslogStore, called from another thread. */
export interface ReadRequest {
  request: number;
  method:
    | 'rows'
    | 'rowsAfter'
    | 'hosts'
    | 'totals'
    | 'size'
    | 'stats'
    | 'histogram'
    | 'facets'
    | 'errors'
    | 'boards'
    | 'boardEvents';
  args: unknown[];
}

export type FromReadWorker =
  | { kind: 'ready' }
  | { kind: 'failed'; error: ErrorDescription }
  | { kind: 'answer'; request: number; result: unknown }
  | { kind: 'refused'; request: number; error: ErrorDescription };

export interface ForwardWorkerData {
  storeFile: string;
  targets: readonly ForwardTarget[];
  /** Rows that may wait for a target. */
  mostWaiting: number;
  /** PEM: whom to trust over TLS instead of the usual authorities. */
  authorities?: string;
}

/** Where forwarding to a target stands. */
export interface ForwardState {
  /** Without its token. */
  target: string;
  /** Why sending fails for now; it is tried again. */
  problem: string | null;
  /** Why it last refused rows, since the start; null while it refuses none. */
  refusal: string | null;
  /** The last row that the target took. */
  lastId: number;
  /** Rows that it will never get: too many waited, or it refused them. */
  lost: number;
}

export type FromForwardWorker =
  | { kind: 'ready'; states: ForwardState[] }
  | { kind: 'state'; states: ForwardState[] }
  | { kind: 'failed'; error: ErrorDescription }
  | { kind: 'stopped' };

export type ToForwardWorker = { kind: 'rows' } | { kind: 'stop' };
