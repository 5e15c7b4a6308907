/** Everything that is known of one log row, as text. */
import { Bookmark, Copy, Link, Rows3, X } from 'lucide-react';
import { useRef } from 'react';
import { explainError } from '../../../app/board-errors/index.ts';
import { boardOfSerial, facilityNames, isClockUnset, type SyslogRow } from '../../../app/syslog/index.ts';
import { IconButton } from '../../design/button.tsx';
import { fullTime } from '../log-time.ts';
import { severityLook } from '../severity.ts';
import { focusTable } from '../table/log-table-focus.ts';
import { BoardText } from '../text/board-text.tsx';
import { type LogLinkOf, linksOf } from '../text/row-links.ts';
import { hexDump } from './hex-dump.ts';
import './log-details.css';

export interface LogDetailsProps {
  linkOf: LogLinkOf;
  row: SyslogRow;
  /** What it calls `<stdin>`. */
  program: string | null;
  bookmarked: boolean;
  onBookmark: () => void;
  onCopy: () => void;
  onCopyLink: () => void;
  /** Shows the row among its neighbours, without what was searched for. */
  onContext: () => void;
  onClose: () => void;
}

export function LogDetails(props: LogDetailsProps) {
  const { row, program, bookmarked, linkOf, onBookmark, onCopy, onCopyLink, onContext, onClose } = props;
  const panel = useRef<HTMLElement>(null);
  const meaning = explainError(row.text);
  const close = () => {
    if (panel.current !== null) focusTable(panel.current);
    onClose();
  };
  return (
    <aside
      ref={panel}
      className="log-details"
      aria-label="Log line"
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <div className="panel-title">
        <span>Log line {row.id}</span>
        <IconButton label="Show it among its neighbours" tooltipSide="left" onClick={onContext}>
          <Rows3 size={14} />
        </IconButton>
        <IconButton
          label={bookmarked ? 'Take the bookmark away' : 'Bookmark it'}
          shortcut="B"
          pressed={bookmarked}
          tooltipSide="left"
          onClick={onBookmark}
        >
          <Bookmark size={14} />
        </IconButton>
        <IconButton label="Copy it as text" tooltipSide="left" onClick={onCopy}>
          <Copy size={14} />
        </IconButton>
        <IconButton label="Copy a link to it" tooltipSide="left" onClick={onCopyLink}>
          <Link size={14} />
        </IconButton>
        <IconButton label="Close" tooltipSide="left" onClick={close}>
          <X size={14} />
        </IconButton>
      </div>
      <div className="log-details-body">
        <div className="log-details-text">
          {row.text.split(/\r?\n/).map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a stored row never change.
            <p key={index}>
              <BoardText text={line} linkOf={linksOf(row, program, linkOf)} />
            </p>
          ))}
        </div>
        {meaning !== null && <p className="log-details-meaning">{meaning}</p>}
        <dl>
          {facts(row).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <BoardText text={value} />
              </dd>
            </div>
          ))}
        </dl>
        {row.structuredData.map((element) => (
          <StructuredData key={element.id} id={element.id} parameters={element.parameters} />
        ))}
        {row.raw !== null && (
          <>
            <h3>Bytes as they came</h3>
            <pre>{hexDump(row.raw)}</pre>
          </>
        )}
      </div>
    </aside>
  );
}

function StructuredData({ id, parameters }: { id: string; parameters: [string, string][] }) {
  return (
    <>
      <h3>
        <BoardText text={id} />
      </h3>
      <dl>
        {parameters.map(([name, value], index) => (
          // A name may repeat (RFC 5424, 6.3.3), so the place is part of the key.
          // biome-ignore lint/suspicious/noArrayIndexKey: the parameters of a stored row never change.
          <div key={`${name} ${index}`}>
            <dt>
              <BoardText text={name} />
            </dt>
            <dd>
              <BoardText text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const formats = {
  rfc5424: 'RFC 5424',
  rfc3164: 'RFC 3164',
  bare: 'text only',
  malformed: 'malformed: it does not keep the rules that it claims to follow',
} as const;

function sentInWords(sentMs: number, isUnset: boolean): string {
  return isUnset ? `${fullTime(sentMs)}, by a clock that was not set` : fullTime(sentMs);
}

function facts(row: SyslogRow): [string, string][] {
  const serialBoard = boardOfSerial(row.address);
  const all: [string, string | null][] = [
    ['Severity', severityLook(row.severity).name],
    ['Facility', `${facilityNames[row.facility] ?? 'unknown'} (${row.facility})`],
    ['Received', fullTime(row.receivedAtMs)],
    ['Sent', row.timestampMs === null ? null : sentInWords(row.timestampMs, isClockUnset(row))],
    ['From', serialBoard === null ? row.address : `what ${serialBoard} printed`],
    ['Host', row.hostname],
    ['App', row.appName],
    ['Process', row.procId],
    ['Message ID', row.msgId],
    ['Format', formats[row.format]],
  ];
  return all.filter((fact): fact is [string, string] => fact[1] !== null);
}
