export {
  type Alert,
  type AlertRule,
  checkAlertRule,
  longestAlertName,
  longestPeriodSeconds,
  mostRules,
  mostThreshold,
  periodInWords,
  readAlertRule,
  ruleInWords,
} from './alerts/alert-rule.ts';
export { type AlertSource, AlertWatch } from './alerts/alert-watch.ts';
export {
  type BoardEvent,
  type BoardEventAt,
  type BoardMessage,
  type BoardStatus,
  BoardTracker,
  mostBoards,
} from './boards/board-tracker.ts';
export { FoldedRows } from './boards/folded-rows.ts';
export type { OrderedStart } from './boards/ordered-starts.ts';
export { silenceOf } from './boards/silence.ts';
export { projectFileOf, runFromHere, sourceLinks } from './boards/source-links.ts';
export { rowsFoldedInto, TracebackPages } from './boards/traceback-fold.ts';
export {
  bucketWidthMs,
  type FacetCount,
  type SyslogFacets,
  type SyslogHistogram,
  type SyslogHistogramRange,
} from './counts.ts';
export { CrashReports } from './errors/crash-reports.ts';
export {
  type ErrorKind,
  ErrorTally,
  type LoggedError,
  type SyslogErrors,
  type TalliedKind,
} from './errors/error-tally.ts';
export { SentAndPrinted } from './errors/sent-and-printed.ts';
export { beginsSplitTraceback, splitTracebackLines } from './errors/split-traceback.ts';
export { restoredDatagram } from './export/escaped-controls.ts';
export { rfc5424Line } from './export/export.ts';
export { ExportedLines, type ExportFormat, exportFormats } from './export/exported-lines.ts';
export { datagramOf } from './export/format.ts';
export { type ImportedLines, type LogFilePiece, longestImportedLine } from './export/log-file.ts';
export { localTime, syslogJsonLine, syslogLine } from './export/row-lines.ts';
export { charactersOf, PageSize, pageRows, type RowSource, rowsBetween } from './export/row-pages.ts';
export { caseInsensitiveIncludes, hostOf, isAscii, passesFilter } from './filter.ts';
export { influxLine } from './forward/line-protocol.ts';
export { retryDelayMs } from './forward/retry.ts';
export { type ForwardTarget, forwardTarget, targetName } from './forward/target.ts';
export {
  facilityNames,
  type ParsedSyslogMessage,
  type Severity,
  type SeverityName,
  type SyslogFilter,
  type SyslogFormat,
  type SyslogRow,
  severityNames,
} from './message.ts';
export { numbersIn } from './numbers.ts';
export { DatagramChunk } from './parse/datagram.ts';
export { parseSyslog, parseSyslogIn } from './parse/parse.ts';
export type { Reception } from './parse/timestamp.ts';
export { isClockUnset } from './parse/unset-clock.ts';
export { completeQuery, type QueryKnowledge, type QuerySuggestion } from './query/complete.ts';
export { queryPredicate } from './query/evaluate.ts';
export { fieldTerm } from './query/field-term.ts';
export { severityOf } from './query/fields.ts';
export { JoinedTexts } from './query/joined-texts.ts';
export { parseQuery, readQuery } from './query/parse-query.ts';
export { type RequiredText, requiredText, shortestPiece } from './query/required-text.ts';
export { TextSearch } from './query/text-search.ts';
export { isInWord, type TextNode, textTest } from './query/text-tests.ts';
export type { Presence, QueryNode } from './query/tree.ts';
export { SerialLines, type SerialText } from './serial/serial-lines.ts';
export { serialMessage } from './serial/serial-message.ts';
export { largestFrameBytes } from './streams/frames.ts';
export { StreamRecords } from './streams/stream-records.ts';
export { boardOfSerial, serialAddress, type Via, viaOf } from './via.ts';
