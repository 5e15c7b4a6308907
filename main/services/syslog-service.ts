/** The contract's SyslogService over a log store and its listener, and what they change told to the clients. */
import { type BrambleError, type Disposable, DisposableStore, type Event } from '../../app/base/index.ts';
import type { HostEventHub, HostEvents, SyslogService, SyslogStatus } from '../../app/contract/index.ts';
import type { OrderedStart } from '../../app/syslog/index.ts';
import type { LogAlerts } from './log-alerts.ts';
import type { BoardSetUps } from './log-setup/board-set-ups.ts';
import type { OtherMessage, SerialLog } from './serial-log/serial-log.ts';

/** What has the rows: main/syslog's server, or a stand-in that says why there is none. */
export interface LogSource
  extends Omit<SyslogService, keyof BoardSetUps | keyof LogAlerts | 'sentText' | 'serialKept' | 'keepSerial'> {
  readonly onDidChange: Event<HostEvents['syslog.changed']>;
  /** It began to refuse rows, or takes them again (null). */
  readonly onDidChangeStoreTrouble: Event<BrambleError | null>;
  /** Takes messages that came by another way than the network. */
  take(messages: readonly OtherMessage[]): void;
  /** The next start of the board that has this name in the log was ordered from here. */
  expectStart(board: string, start: OrderedStart): void;
}

export interface SyslogServiceOptions {
  source: LogSource;
  events: HostEventHub;
  /** A sentence about the listener that the source does not know, such as that the usual port was taken; null for none. */
  remark: string | null;
  boardSetUps: BoardSetUps;
  alerts: LogAlerts;
  serialLog: SerialLog;
  sentText: SyslogService['sentText'];
}

export function createSyslogService({
  source,
  events,
  remark,
  boardSetUps,
  alerts,
  serialLog,
  sentText,
}: SyslogServiceOptions): SyslogService & Disposable {
  const watched = new DisposableStore();
  watched.add(
    source.onDidChange(({ lastId, totalRows }) => {
      void events.push('syslog.changed', { lastId, totalRows });
    }),
  );
  watched.add(
    source.onDidChangeStoreTrouble((trouble) => {
      void events.push('syslog.trouble', { problem: trouble?.message ?? null });
    }),
  );
  return {
    async status(): Promise<SyslogStatus> {
      const { listening, problem, totalRows, lastId, droppedCount, storeFile } = await source.status();
      return { listening, problem: problem ?? remark, totalRows, lastId, droppedCount, storeFile };
    },
    rows: (filter, page) => source.rows(filter, page),
    rowsAfter: (filter, afterId, limit) => source.rowsAfter(filter, afterId, limit),
    hosts: () => source.hosts(),
    histogram: (filter, range) => source.histogram(filter, range),
    facets: (filter) => source.facets(filter),
    errors: (filter) => source.errors(filter),
    boards: () => source.boards(),
    boardEvents: (fromId, toId) => source.boardEvents(fromId, toId),
    importPiece: (piece) => source.importPiece(piece),
    async clear(): Promise<void> {
      await source.clear();
      const { lastId, totalRows } = await source.status();
      void events.push('syslog.changed', { lastId, totalRows });
    },
    sentText,
    serialKept: async () => serialLog.keeps,
    keepSerial: (choice) => serialLog.keep(choice),
    setUpChoices: () => boardSetUps.setUpChoices(),
    setUpBoard: (address, settings) => boardSetUps.setUpBoard(address, settings),
    tearDownBoard: (address) => boardSetUps.tearDownBoard(address),
    alertRules: () => alerts.alertRules(),
    lastAlerts: () => alerts.lastAlerts(),
    setAlertRules: (rules) => alerts.setAlertRules(rules),
    dispose: () => watched.dispose(),
  };
}
