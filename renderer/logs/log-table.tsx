/**
 * The table of log rows: only those in view are in the page. It follows the newest row until the user scrolls away from it,
 * and asks for older ones near the top. Everything a board sent is shown as text only.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { SyslogRow } from '../../app/syslog/index.ts';
import { reportError } from '../design/messages.ts';
import { BoardText } from './board-text.tsx';
import type { LogRowsModel } from './log-rows.ts';
import { shortTime } from './log-time.ts';
import { severityLook } from './severity.ts';
import { visibleText } from './visible-text.ts';

const rowHeight = 20;
/** The column heads stand above the first row and stay in view. */
const headHeight = 20;
/** Older rows are fetched when fewer than these are left above. */
const rowsAhead = 60;
/** What stands in a cell at most: a row is one line, and the details show all. */
const shownCharacters = 500;

interface LogTableProps {
  model: LogRowsModel;
  selectedId: number | null;
  onSelect: (row: SyslogRow | null) => void;
}

export function LogTable({ model, selectedId, onSelect }: LogTableProps) {
  const { rows, following } = useStore(model.store);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });
  useKeptPlace(scroller, rows, following);
  const onScroll = useScrollDecisions(model, scroller);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onSelect(null);
    const here = rows.findIndex(({ id }) => id === selectedId);
    const target = rows[keyTarget(event.key, here, rows.length)];
    if (target === undefined) return;
    event.preventDefault();
    onSelect(target);
    virtualizer.scrollToIndex(rows.indexOf(target));
  };
  const nowMs = Date.now();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys select rows from anywhere in the region.
    <div
      className="log-scroller"
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by the keyboard (WCAG 2.1.1).
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      <table className="log-table" aria-label="Log lines" aria-rowcount={-1}>
        <thead>
          <tr className="log-row">
            <th scope="col">
              <abbr title="Severity">S</abbr>
            </th>
            <th scope="col">Time</th>
            <th scope="col">Host</th>
            <th scope="col">App</th>
            <th scope="col">Message</th>
          </tr>
        </thead>
        <tbody style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const selected = row.id === selectedId;
            const top = start - headHeight;
            return <LogLine key={key} row={row} top={top} selected={selected} nowMs={nowMs} onSelect={onSelect} />;
          })}
        </tbody>
      </table>
    </div>
  );
}

interface LogLineProps {
  row: SyslogRow;
  top: number;
  selected: boolean;
  nowMs: number;
  onSelect: (row: SyslogRow | null) => void;
}

function LogLine({ row, top, selected, nowMs, onSelect }: LogLineProps) {
  const line = useRef<HTMLTableRowElement>(null);
  // The focus goes with the selection, so that a screen reader reads the row that the arrow keys reached.
  useEffect(() => {
    if (selected) line.current?.focus({ preventScroll: true });
  }, [selected]);
  const look = severityLook(row.severity);
  const host = visibleText(row.hostname ?? row.address);
  const toggle = () => onSelect(selected ? null : row);
  return (
    <tr
      ref={line}
      tabIndex={-1}
      aria-selected={selected}
      className={`log-row log-${look.tone}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={toggle}
      onKeyDown={(event) => event.key === 'Enter' && toggle()}
    >
      <td className="log-severity" title={look.name} aria-label={look.name}>
        <b>{look.letter}</b>
      </td>
      <td className="log-time">{shortTime(row.receivedAtMs, nowMs)}</td>
      <td title={host}>{host}</td>
      <td>
        <BoardText text={row.appName ?? ''} />
      </td>
      <td className="log-text">
        {row.format === 'malformed' && <em className="log-malformed">malformed</em>}
        <BoardText text={row.text.slice(0, shownCharacters)} />
      </td>
    </tr>
  );
}

/** Keeps the newest row in view while following, and the rows in view where they are when older ones come in front. */
function useKeptPlace(
  scroller: React.RefObject<HTMLDivElement | null>,
  rows: readonly SyslogRow[],
  following: boolean,
): void {
  const firstId = useRef<number | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const before = firstId.current;
    firstId.current = rows[0]?.id ?? null;
    if (following) {
      element.scrollTop = element.scrollHeight;
      return;
    }
    const added = before === null ? -1 : rows.findIndex(({ id }) => id === before);
    if (added > 0) element.scrollTop += added * rowHeight;
  }, [scroller, rows, following]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    // The panel was made smaller, or came into view.
    const observer = new ResizeObserver(() => {
      if (following) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, following]);
}

/** Scrolling up pauses, scrolling to the end follows, coming near the top fetches. */
function useScrollDecisions(model: LogRowsModel, scroller: React.RefObject<HTMLDivElement | null>): () => void {
  const lastTop = useRef(0);
  return () => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const up = scrollTop < lastTop.current;
    const down = scrollTop > lastTop.current;
    lastTop.current = scrollTop;
    const atEnd = scrollHeight - clientHeight - scrollTop < rowHeight;
    const { following, rows } = model.store.getState();
    if (following && up && !atEnd) model.follow(false).catch(reportError);
    if (!following && down && atEnd) model.follow(true).catch(reportError);
    if (rows.length > 0 && scrollTop < rowsAhead * rowHeight) model.loadOlder().catch(reportError);
  };
}

/** The index that a key leads to; -1 for a key that leads nowhere. */
function keyTarget(key: string, selected: number, count: number): number {
  const page = 15;
  const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page };
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps[key];
  if (step === undefined) return -1;
  if (selected === -1) return count - 1;
  return Math.min(count - 1, Math.max(0, selected + step));
}
