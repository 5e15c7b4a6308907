/** The logs' panel: filter, table, details, and what to do when there is nothing to see. */
import { Check, Copy, SearchX } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { SyslogFilter, SyslogRow } from '../../app/syslog/index.ts';
import { Button } from '../design/button.tsx';
import { ChoiceDialog } from '../design/dialog.tsx';
import { reportError, showToast } from '../design/messages.ts';
import { EmptyState } from '../design/parts.tsx';
import { LogDetails } from './log-details.tsx';
import { LogFilterBar } from './log-filter-bar.tsx';
import { LogTable } from './log-table.tsx';
import type { Logs } from './logs.ts';
import './logs.css';

export function LogsPanel({ logs, inView }: { logs: Logs; inView: boolean }) {
  const { rows, filter, loading, following, hasNewer } = useStore(logs.rows.store);
  const { status, totalRows, hosts } = useStore(logs.feed);
  const [selected, setSelected] = useState<SyslogRow | null>(null);
  const [clearing, setClearing] = useState(false);
  useEffect(() => {
    logs.setInView(inView);
    return () => logs.setInView(false);
  }, [logs, inView]);

  const applyFilter = useCallback(
    (next: SyslogFilter) => {
      if (JSON.stringify(next) === JSON.stringify(logs.rows.store.getState().filter)) return;
      setSelected(null);
      logs.rows.show(next).catch(reportError);
    },
    [logs],
  );
  const filtered = Object.keys(filter).length > 0;
  return (
    <section className="logs" aria-label="Logs">
      <LogFilterBar
        following={following}
        hasNewer={hasNewer}
        canClear={totalRows > 0}
        summary={summaryOf(totalRows, following, hasNewer)}
        hosts={hosts}
        onFilter={applyFilter}
        onFollow={(follow) => void logs.rows.follow(follow).catch(reportError)}
        onClear={() => setClearing(true)}
      />
      {status?.problem != null && (
        <p className="log-problem" role="alert">
          {status.problem}
        </p>
      )}
      <div className="logs-body">
        {rows.length > 0 && <LogTable model={logs.rows} selectedId={selected?.id ?? null} onSelect={setSelected} />}
        {rows.length === 0 && !loading && (
          <div className="logs-empty">{filtered ? <NoMatch /> : <NoLogs port={status?.listening?.port ?? null} />}</div>
        )}
        {selected !== null && <LogDetails row={selected} onClose={() => setSelected(null)} />}
      </div>
      {clearing && <ClearDialog logs={logs} totalRows={totalRows} onDone={() => setClearing(false)} />}
    </section>
  );
}

function summaryOf(totalRows: number, following: boolean, hasNewer: boolean): string {
  const lines = `${totalRows.toLocaleString('en')} ${totalRows === 1 ? 'line' : 'lines'}`;
  if (following) return lines;
  return hasNewer ? `${lines}, paused, new ones came` : `${lines}, paused`;
}

function NoMatch() {
  return (
    <EmptyState icon={<SearchX size={28} />} title="No line passes the filter">
      <p>Change or empty the filter above to see more.</p>
    </EmptyState>
  );
}

function NoLogs({ port }: { port: number | null }) {
  const [copied, setCopied] = useState(false);
  const snippet = snippetFor(port ?? 5514);
  const copy = async () => {
    await navigator.clipboard.writeText(snippet);
    setCopied(true);
  };
  return (
    <div className="log-teach">
      <div>
        <h3>No log lines yet</h3>
        <p>
          Logs that boards send by UDP syslog to this computer{port === null ? '' : `, port ${port}`}, appear here. On a
          board whose Wi-Fi is connected, try this:
        </p>
        <Button onClick={() => void copy().catch(reportError)}>
          {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />} {copied ? 'Copied' : 'Copy'}
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
