/** The logs' panel: filter, table, details, and what to do when there is nothing to see. */
import { Check, Copy, RadioTower, SearchX } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { FoldedRows, type SyslogRow } from '../../app/syslog/index.ts';
import { Button } from '../design/button.tsx';
import { type Command, runCommand } from '../design/command.ts';
import { ChoiceDialog } from '../design/dialog.tsx';
import { reportError, showToast } from '../design/messages.ts';
import { EmptyState } from '../design/parts.tsx';
import { AlertsDialog } from './alerts/alerts-dialog.tsx';
import { LogDetails } from './details/log-details.tsx';
import { LogErrorsList } from './errors/log-errors-list.tsx';
import { ExportDialog } from './export/export-dialog.tsx';
import { uncountedInWords } from './facets/log-counts.ts';
import { LogFacets } from './facets/log-facets.tsx';
import { chooseFiles } from './import/choose-files.ts';
import { ImportDialog } from './import/import-dialog.tsx';
import { linkToRow } from './log-link.ts';
import { type LogQuestion, LogQuestionDialog, logMenu } from './log-menu.tsx';
import { lostInWords, summaryOf } from './log-summary.ts';
import { alertQuery, filterOf, hidingInWords, type LogView, toggledBookmark } from './log-view.ts';
import type { Logs } from './logs.ts';
import { LogNumbers } from './numbers/log-numbers.tsx';
import { LogHistogram } from './over-time/log-histogram.tsx';
import { LogFilterBar } from './query/log-filter-bar.tsx';
import { queryWhileTyping } from './query/log-query.ts';
import { problemOf } from './query/log-query-box.tsx';
import { serialMenu } from './serial-menu.ts';
import { chosenRows } from './table/chosen-rows.ts';
import { LogTable } from './table/log-table.tsx';
import { rowsAsText } from './table/row-text.ts';
import { type LogLinkOf, programOf } from './text/row-links.ts';
import './logs.css';

/** Typing asks the host once it rests this long. */
const restMs = 150;

export interface LogsPanelProps {
  logs: Logs;
  inView: boolean;
  sendLogsHere: Command;
  linkOf: LogLinkOf;
}

export function LogsPanel({ logs, inView, sendLogsHere, linkOf }: LogsPanelProps) {
  const { rows: received, filter, loading, following, hasNewer, hasOlder } = useStore(logs.rows.store);
  // A traceback that came a line a datagram is one line here.
  const [folded] = useState(() => new FoldedRows());
  const rows = useMemo(() => folded.of(received), [folded, received]);
  const { status, serialKept, totalRows, hosts } = useStore(logs.feed);
  const { histogram, facets } = useStore(logs.counts.store);
  const { errors } = useStore(logs.errors.store);
  const { boards, silent, events } = useStore(logs.boards.store);
  const view = useStore(logs.view);
  const selectedId = useStore(logs.chosen, ({ id }) => id);
  const [clearing, setClearing] = useState(false);
  const [showsAlerts, setShowsAlerts] = useState(false);
  const [exporting, setExporting] = useState<readonly SyslogRow[] | null>(null);
  const [importing, setImporting] = useState<readonly File[] | null>(null);
  const [question, setQuestion] = useState<LogQuestion | null>(null);
  const bookmarks = useMemo(() => new Set(view.bookmarks), [view.bookmarks]);
  /** A range of chosen rows, as long as the selected row is its end: others may select a row too. */
  const [range, setRange] = useState<{ anchorId: number; endId: number } | null>(null);
  const anchorId = range !== null && range.endId === selectedId ? range.anchorId : selectedId;
  const select = (row: SyslogRow | null, anchorId: number | null) => {
    setRange(row === null || anchorId === null ? null : { anchorId, endId: row.id });
    logs.chosen.setState({ id: row?.id ?? null });
  };
  const selected = useChosenRow(rows, selectedId);
  useEffect(() => {
    logs.setInView(inView);
    return () => logs.setInView(false);
  }, [logs, inView]);
  useEffect(() => {
    logs.counts.want({ histogram: inView && view.histogramShown, facets: inView && view.facetsShown });
  }, [logs, inView, view.histogramShown, view.facetsShown]);
  useEffect(() => logs.errors.want(inView && view.errorsShown), [logs, inView, view.errorsShown]);
  useAskedFor(logs, view);
  const [firstId, lastId] = [rows[0]?.id ?? 0, rows.at(-1)?.id ?? 0];
  useEffect(() => {
    if (lastId > 0) logs.boards.showEvents(firstId, lastId);
  }, [logs, firstId, lastId]);

  const lost = status?.droppedCount ?? 0;
  const uncounted = uncountedInWords(histogram?.countedFromMs ?? null, Date.now());
  const filtered = Object.keys(filter).length > 0;
  const reveal = (id: number) => void logs.reveal(id).catch(reportError);
  const bookmark = ({ id }: SyslogRow) => logs.view.setState({ bookmarks: toggledBookmark(view.bookmarks, id) });
  const copy = (text: string, done: string) =>
    void navigator.clipboard.writeText(text).then(() => showToast('done', done), reportError);
  return (
    <section className="logs" aria-label="Logs">
      <LogFilterBar
        view={view}
        known={{ hosts, apps: facets?.apps.map(({ name }) => name) ?? [] }}
        following={following}
        hasNewer={hasNewer}
        canClear={totalRows > 0}
        summary={summaryOf({
          totalRows,
          lost,
          passed: filtered ? { rows: received.length, more: hasOlder } : null,
          following,
          hasNewer,
        })}
        lost={lostInWords(lost)}
        onView={(part) => logs.view.setState(part)}
        sendLogsHere={sendLogsHere}
        menu={() => [
          ...logMenu({
            view: logs.view,
            ask: setQuestion,
            onReveal: reveal,
            onImport: () => chooseFiles(setImporting),
            onExport: totalRows === 0 ? null : () => setExporting(chosenRows(received, { anchorId, selected })),
          }),
          ...serialMenu(serialKept, (choice) => void logs.keepSerial(choice).catch(reportError)),
        ]}
        onAlerts={() => setShowsAlerts(true)}
        onFollow={(follow) => void logs.rows.follow(follow).catch(reportError)}
        onClear={() => setClearing(true)}
      />
      {status?.problem != null && (
        <p className="log-problem" role="alert">
          {status.problem}
        </p>
      )}
      {view.histogramShown && (
        <LogHistogram histogram={histogram} range={view.range} onRange={(range) => logs.view.setState({ range })} />
      )}
      {view.histogramShown && uncounted !== null && <p className="log-uncounted">{uncounted}</p>}
      {view.numbersShown && (
        <LogNumbers
          rows={rows}
          name={view.number}
          onName={(number) => logs.view.setState({ number })}
          onReveal={reveal}
        />
      )}
      <div className="logs-body">
        {view.facetsShown && (
          <LogFacets
            facets={facets}
            boards={boards}
            silent={silent}
            query={view.query}
            onQuery={(query) => logs.view.setState({ query })}
          />
        )}
        {view.errorsShown && (
          <LogErrorsList
            errors={errors}
            order={view.errorOrder}
            query={view.query}
            filtered={filtered}
            highlights={view.highlights}
            linkOf={linkOf}
            onOrder={(errorOrder) => logs.view.setState({ errorOrder })}
            onChoose={(kind) => logs.chooseKind(kind)}
          />
        )}
        {rows.length > 0 && !view.errorsShown && (
          <LogTable
            model={logs.rows}
            rows={rows}
            selectedId={selectedId}
            anchorId={anchorId}
            columns={view.columns}
            highlights={view.highlights}
            bookmarks={bookmarks}
            events={events}
            linkOf={linkOf}
            onSelect={select}
            onBookmark={bookmark}
          />
        )}
        {rows.length === 0 && !loading && !view.errorsShown && (
          <div className="logs-empty">
            {filtered && totalRows > 0 ? (
              <NoMatch
                problem={problemOf(view.query)}
                hiding={hidingInWords(view)}
                onShowAll={() => logs.view.setState({ query: '', severityAtMost: null, range: null })}
              />
            ) : (
              <NoLogs port={status?.listening?.port ?? null} sendLogsHere={sendLogsHere} />
            )}
          </div>
        )}
        {selected !== null && !view.errorsShown && (
          <LogDetails
            row={selected}
            program={programOf(selected, rows)}
            bookmarked={bookmarks.has(selected.id)}
            linkOf={linkOf}
            onBookmark={() => bookmark(selected)}
            onCopy={() => copy(rowsAsText([selected]), 'The line is copied.')}
            onCopyLink={() => copy(linkToRow(location.href, selected.id), 'A link to the line is copied.')}
            onContext={() => reveal(selected.id)}
            onClose={() => select(null, null)}
          />
        )}
      </div>
      {showsAlerts && (
        <AlertsDialog
          syslog={logs.alerts}
          query={alertQuery(view)}
          onReveal={(id) => {
            setShowsAlerts(false);
            reveal(id);
          }}
          onClose={() => setShowsAlerts(false)}
        />
      )}
      {exporting !== null && (
        <ExportDialog
          syslog={logs.filed}
          filter={filter}
          totalRows={totalRows}
          chosen={exporting}
          onDone={() => setExporting(null)}
        />
      )}
      {importing !== null && <ImportDialog syslog={logs.filed} files={importing} onDone={() => setImporting(null)} />}
      {clearing && <ClearDialog logs={logs} totalRows={totalRows} onDone={() => setClearing(false)} />}
      {question !== null && <LogQuestionDialog question={question} view={logs.view} onDone={() => setQuestion(null)} />}
    </section>
  );
}

/** The row of the id. One that left the window, as in a flood, can still be read. */
function useChosenRow(rows: readonly SyslogRow[], chosenId: number | null): SyslogRow | null {
  const kept = useRef<SyslogRow | null>(null);
  const found = chosenId === null ? undefined : rows.find(({ id }) => id === chosenId);
  if (found !== undefined) kept.current = found;
  return kept.current?.id === chosenId ? kept.current : null;
}

/** Asks for what the view means, when it has rested for a moment. A query that does not parse asks nothing. */
function useAskedFor(logs: Logs, view: LogView): void {
  const { query, severityAtMost, range } = view;
  useEffect(() => {
    const ask = () => {
      const typed = queryWhileTyping(query);
      if (problemOf(typed) !== null) return;
      const filter = filterOf({ ...logs.view.getState(), severityAtMost, range }, typed);
      logs.show(filter, range).catch(reportError);
    };
    const timer = setTimeout(ask, restMs);
    return () => clearTimeout(timer);
  }, [logs, query, severityAtMost, range]);
}

function NoMatch({ problem, hiding, onShowAll }: { problem: string | null; hiding: string; onShowAll: () => void }) {
  return (
    <EmptyState
      icon={<SearchX size={28} />}
      title={problem === null ? 'No line passes the filter' : 'The search cannot be asked yet'}
    >
      {(problem !== null || hiding !== '') && <p>{problem ?? `Change ${hiding} to see more.`}</p>}
      <Button onClick={onShowAll}>Show every line</Button>
    </EmptyState>
  );
}

function NoLogs({ port, sendLogsHere }: { port: number | null; sendLogsHere: Command }) {
  const [copied, setCopied] = useState(false);
  const snippet = snippetFor(port ?? 5514);
  const where = port === null ? '' : `, UDP port ${port}`;
  const copy = async () => {
    await navigator.clipboard.writeText(snippet);
    setCopied(true);
  };
  return (
    <div className="log-teach">
      <div>
        <h3>No log lines yet</h3>
        <p>
          {sendLogsHere.enabled
            ? `Lines that boards send to this computer${where}, appear here.`
            : `Connect a board, and Bramble sets it up to send its logs to this computer${where}.`}
        </p>
        <Button tone="accent" disabled={!sendLogsHere.enabled} onClick={() => runCommand(sendLogsHere, reportError)}>
          <RadioTower size={14} aria-hidden /> {sendLogsHere.label}
        </Button>{' '}
        <Button onClick={() => void copy().catch(reportError)}>
          {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}{' '}
          {copied ? 'Copied' : 'Copy the lines'}
        </Button>
      </div>
      <pre className="log-snippet">{snippet}</pre>
    </div>
  );
}

/** The simulated board reaches this computer at 127.0.0.1; a real one needs its address in the Wi-Fi. */
function snippetFor(port: number): string {
  return [
    'import socket',
    '',
    `LOG = ("127.0.0.1", ${port})  # a real board: this computer's address`,
    'udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
    'udp.sendto(b"<14>pico: hello from the board", LOG)',
  ].join('\n');
}

function ClearDialog({ logs, totalRows, onDone }: { logs: Logs; totalRows: number; onDone: () => void }) {
  const clear = async () => {
    onDone();
    await logs.clear();
    showToast('done', 'All log lines are deleted.');
  };
  return (
    <ChoiceDialog
      title={`Delete all ${totalRows.toLocaleString('en')} log lines?`}
      message="They are deleted from the store on this computer and cannot be brought back."
      choices={[
        { label: 'Delete them', tone: 'stop', choose: () => void clear().catch(reportError) },
        { label: 'Keep them', choose: onDone },
      ]}
    />
  );
}
