/**
 * The table of log rows: only those in view are in the page. It follows the newest row until the user scrolls away from it,
 * and asks for older ones near the top. Everything a board sent is shown as text only.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { Bookmark } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, memo, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { type BoardEventAt, type SyslogRow, viaOf } from '../../../app/syslog/index.ts';
import { reportError } from '../../design/messages.ts';
import { eventInWords } from '../boards/log-boards.ts';
import { severityLook } from '../severity.ts';
import { BoardText } from '../text/board-text.tsx';
import { type LogLinkOf, linksOf, programOf } from '../text/row-links.ts';
import { visibleText } from '../text/visible-text.ts';
import { isBetween } from './chosen-rows.ts';
import { cellText, columnLooks, type LogColumn, leastTableWidthPx } from './log-columns.ts';
import type { LogRowsModel } from './log-rows.ts';
import { focusTable } from './log-table-focus.ts';
import { rowsAsText } from './row-text.ts';
import './log-table.css';

const rowHeight = 20;
/** The column heads stand above the first row and stay in view. */
const headHeight = 20;
/** Older rows are fetched when fewer than these are left above. */
const rowsAhead = 60;
/** What stands in a cell at most: a row is one line, and the details show all. */
const shownCharacters = 500;

interface LogTableProps {
  linkOf: LogLinkOf;
  model: LogRowsModel;
  /** The model's rows, with tracebacks folded. */
  rows: readonly SyslogRow[];
  selectedId: number | null;
  /** The other end of the rows that are chosen; the selected row where it is the only one. */
  anchorId: number | null;
  columns: readonly LogColumn[];
  highlights: readonly string[];
  bookmarks: ReadonlySet<number>;
  /** `anchorId` is the other end of what is chosen. */
  onSelect: (row: SyslogRow | null, anchorId: number | null) => void;
  onBookmark: (row: SyslogRow) => void;
  /** What happened to boards, by the row that shows it. */
  events: ReadonlyMap<number, readonly BoardEventAt[]>;
}

export function LogTable(props: LogTableProps) {
  const { model, rows, selectedId, anchorId, columns, onSelect, onBookmark } = props;
  const { following, anchored } = useStore(model.store);
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
  usePlaceWhileAway(scroller, following);
  const onScroll = useScrollDecisions(model, scroller);
  const shown = useRef(rows);
  shown.current = rows;
  // A row that a link or a bookmark leads to: it is the middle of a window made for it.
  useLayoutEffect(() => {
    const index = anchored ? shown.current.findIndex(({ id }) => id === selectedId) : -1;
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'center' });
  }, [anchored, selectedId, virtualizer]);

  const isChosen = ({ id }: SyslogRow) => isBetween(id, anchorId, selectedId);
  const choose = (row: SyslogRow | null, extend: boolean) => {
    onSelect(row, extend && row !== null ? anchorId : null);
  };
  const latestChoose = useRef(choose);
  latestChoose.current = choose;
  const onChoose = useCallback((row: SyslogRow | null, extend: boolean) => latestChoose.current(row, extend), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') choose(null, false);
    const here = rows.findIndex(({ id }) => id === selectedId);
    const selected = rows[here];
    if (event.key === 'b' && selected !== undefined) onBookmark(selected);
    const target = rows[keyTarget(event.key, here, rows.length)];
    if (target === undefined) return;
    event.preventDefault();
    choose(target, event.shiftKey);
    virtualizer.scrollToIndex(rows.indexOf(target));
  };
  const onCopy = (event: ClipboardEvent) => {
    // Text that is marked with the mouse is what the user means.
    const chosen = rows.filter(isChosen);
    if (chosen.length === 0 || getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', rowsAsText(chosen));
  };
  // What lines need of it is the day: they are drawn anew when it changes.
  const nowMs = new Date().setHours(0, 0, 0, 0);
  const shownItems = virtualizer.getVirtualItems();
  const above = (shownItems[0]?.start ?? headHeight) - headHeight;
  const tracks = columns.map((column) => columnLooks[column].width).join(' ');
  return (
    // biome-ignore lint/a11y/useSemanticElements: no element of HTML is a region whose arrow keys choose a row.
    <div
      className="log-scroller"
      role="group"
      aria-label="Log lines. Arrow keys choose one, with Shift several; B bookmarks it."
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by the keyboard (WCAG 2.1.1).
      tabIndex={0}
      style={{ '--log-columns': tracks } as React.CSSProperties}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onCopy={onCopy}
    >
      <table
        className="log-table"
        aria-label="Log lines"
        aria-rowcount={-1}
        style={{ minWidth: leastTableWidthPx(columns) }}
      >
        <thead>
          <tr className="log-row">
            {columns.map((column) => (
              <th key={column} scope="col">
                {column === 'severity' ? <abbr title="Severity">S</abbr> : columnLooks[column].title}
              </th>
            ))}
          </tr>
        </thead>
        {/* The lines stand one below the other: a place of its own for each would cost most of what drawing it does. */}
        <tbody style={{ height: virtualizer.getTotalSize(), paddingTop: above }}>
          {shownItems.map(({ index, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <MemoizedLine
                key={key}
                row={row}
                program={programOf(row, rows)}
                focused={row.id === selectedId}
                chosen={isChosen(row)}
                bookmarked={props.bookmarks.has(row.id)}
                columns={columns}
                events={props.events.get(row.id) ?? noEvents}
                highlights={props.highlights}
                linkOf={props.linkOf}
                nowMs={nowMs}
                onChoose={onChoose}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const noEvents: readonly BoardEventAt[] = [];

interface LogLineProps extends Pick<LogTableProps, 'columns' | 'highlights' | 'linkOf'> {
  row: SyslogRow;
  /** What it calls `<stdin>`. */
  program: string | null;
  focused: boolean;
  chosen: boolean;
  bookmarked: boolean;
  events: readonly BoardEventAt[];
  nowMs: number;
  onChoose: (row: SyslogRow | null, extend: boolean) => void;
}

/** Scrolling draws the lines that come into view, and none of the others. */
const MemoizedLine = memo(LogLine);

function LogLine(props: LogLineProps) {
  const { row, program, focused, chosen, bookmarked, columns, nowMs, onChoose } = props;
  const line = useRef<HTMLTableRowElement>(null);
  useFocusWithin(line, focused);
  const look = severityLook(row.severity);
  return (
    <tr
      ref={line}
      tabIndex={-1}
      aria-selected={chosen}
      className={`log-row log-${look.tone}${bookmarked ? ' log-bookmarked' : ''}`}
      onClick={(event) => {
        // Who marked text with the mouse wants the text.
        if (event.shiftKey || getSelection()?.isCollapsed !== false)
          onChoose(focused && !event.shiftKey ? null : row, event.shiftKey);
      }}
      // The browser would mark text from row to row.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onKeyDown={(event) => event.key === 'Enter' && onChoose(focused ? null : row, false)}
    >
      {columns.map((column) => (
        <LogCell
          key={column}
          {...{ column, row, program, look, bookmarked, nowMs }}
          events={props.events}
          highlights={props.highlights}
          linkOf={props.linkOf}
        />
      ))}
    </tr>
  );
}

/**
 * The focus goes with the selection, so that a screen reader reads the row that the arrow keys reached. It stays in the table when the
 * row leaves the page, where the arrow keys go on from; and it stays elsewhere when the row comes back.
 */
function useFocusWithin(line: React.RefObject<HTMLElement | null>, focused: boolean): void {
  useEffect(() => {
    const { activeElement } = document;
    const isHere = activeElement?.closest('.log-scroller') != null;
    if (focused && (isHere || activeElement === document.body)) line.current?.focus({ preventScroll: true });
  }, [line, focused]);
  useLayoutEffect(() => {
    const element = line.current;
    return () => {
      if (element?.contains(document.activeElement)) focusTable(element);
    };
  }, [line]);
}

interface LogCellProps
  extends Pick<LogLineProps, 'row' | 'program' | 'bookmarked' | 'events' | 'nowMs' | 'highlights' | 'linkOf'> {
  column: LogColumn;
  look: ReturnType<typeof severityLook>;
}

function LogCell({ column, row, program, look, bookmarked, events, nowMs, highlights, linkOf }: LogCellProps) {
  if (column === 'severity') {
    return (
      <td className="log-severity" title={look.name} aria-label={look.name}>
        <b>{look.letter}</b>
      </td>
    );
  }
  if (column === 'message') {
    return (
      <td className="log-text">
        {bookmarked && <Bookmark className="log-bookmark" size={12} aria-label="Bookmark" />}
        {events.map((event) => {
          const words = eventInWords(event);
          return (
            words !== null && (
              <em key={event.event.kind} className={`log-event log-event-${event.event.kind}`}>
                {words}
              </em>
            )
          );
        })}
        {viaOf(row.address) === 'serial' && (
          <em className="log-via" title="The board printed it">
            serial
          </em>
        )}
        {row.text === '' && <em className="log-via">empty</em>}
        {row.format === 'malformed' && <em className="log-malformed">malformed</em>}
        <BoardText
          text={row.text.slice(0, shownCharacters)}
          highlights={highlights}
          linkOf={linksOf(row, program, linkOf)}
        />
      </td>
    );
  }
  const text = cellText(row, column, nowMs);
  return (
    <td className={column === 'time' || column === 'sent' ? 'log-time' : undefined} title={visibleText(text)}>
      <BoardText text={text} highlights={column === 'host' || column === 'app' ? highlights : []} />
    </td>
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

/** A panel behind another is not in the page, and forgets how far it was scrolled. */
function usePlaceWhileAway(scroller: React.RefObject<HTMLDivElement | null>, following: boolean): void {
  const follows = useRef(following);
  follows.current = following;
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const isThere = () => element.clientHeight > 0;
    let wasThere = isThere();
    let top = element.scrollTop;
    const observer = new ResizeObserver(() => {
      if (isThere() && !wasThere && !follows.current) element.scrollTop = top;
      wasThere = isThere();
    });
    observer.observe(element);
    const noteTop = () => {
      if (isThere() && wasThere) top = element.scrollTop;
    };
    element.addEventListener('scroll', noteTop, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', noteTop);
    };
  }, [scroller]);
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
    const { anchored, hasNewer } = model.store.getState();
    const goesOn = anchored && hasNewer;
    if (!following && down && atEnd && !goesOn) model.follow(true).catch(reportError);
    if (goesOn && scrollHeight - clientHeight - scrollTop < rowsAhead * rowHeight) model.loadNewer().catch(reportError);
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
