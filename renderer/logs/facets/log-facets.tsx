/** What the lines that pass have in common: hosts, apps, severities, facilities and ways with their counts. A click is a term of the query. */
import { type ReactNode, useState } from 'react';
import type { BoardStatus, FacetCount, SyslogFacets } from '../../../app/syslog/index.ts';
import { boardInWords, boardTerm, boardTimes, inOrder } from '../boards/log-boards.ts';
import { hasTerm, sinceTerm, termOf, toggleTerm } from '../query/log-query.ts';
import { visibleText } from '../text/visible-text.ts';
import { uncountedInWords } from './log-counts.ts';
import './log-facets.css';

export interface LogFacetsProps {
  facets: SyslogFacets | null;
  boards: readonly BoardStatus[];
  silent: ReadonlySet<string>;
  query: string;
  onQuery: (query: string) => void;
}

/** The rest is a click away. */
const shownCount = 8;

export function LogFacets({ facets, boards, silent, query, onQuery }: LogFacetsProps) {
  const nowMs = Date.now();
  const groups = facets === null ? [] : groupsOf(facets);
  const uncounted = facets === null ? null : uncountedInWords(facets.countedFromMs, nowMs);
  const pressedAndClick = (term: string) => ({
    'aria-pressed': hasTerm(query, term),
    onClick: () => onQuery(toggleTerm(query, term)),
  });
  return (
    <aside className="log-facets" aria-label="What the lines have in common">
      {facets?.total === 0 && boards.length === 0 && (
        <p>Boards, hosts and apps stand here with their counts. A click shows the lines of one.</p>
      )}
      <FacetGroup title="Boards">
        {inOrder(boards, silent).map((board) => (
          <BoardFacet key={board.board} {...{ board, nowMs, pressedAndClick }} isSilent={silent.has(board.board)} />
        ))}
      </FacetGroup>
      {uncounted !== null && <p>{uncounted}</p>}
      {groups.map(({ title, field, counts }) => (
        <FacetGroup key={field} title={title}>
          {counts.map(({ name, count }) => (
            <button
              key={name}
              type="button"
              className="log-facet"
              title={visibleText(name)}
              {...pressedAndClick(termOf(field, name))}
            >
              <span>{visibleText(name)}</span>
              <small>{count.toLocaleString('en')}</small>
            </button>
          ))}
        </FacetGroup>
      ))}
    </aside>
  );
}

interface BoardFacetProps {
  board: BoardStatus;
  isSilent: boolean;
  nowMs: number;
  /** What makes a button one for a term of the query. */
  pressedAndClick: (term: string) => { 'aria-pressed': boolean; onClick: () => void };
}

/** A board, and of the chosen one what it sent since it was started last. */
function BoardFacet({ board, isSilent, nowMs, pressedAndClick }: BoardFacetProps) {
  const ofBoard = pressedAndClick(boardTerm(board));
  return (
    <>
      <button type="button" className="log-facet log-board" title={boardTimes(board)} {...ofBoard}>
        <span>{visibleText(board.board)}</span>
        <small className={isSilent || board.crashes > 0 ? 'log-board-trouble' : undefined}>
          {boardInWords(board, isSilent, nowMs)}
        </small>
      </button>
      {ofBoard['aria-pressed'] && board.lastBootMs !== null && (
        <button type="button" className="log-facet log-board-start" {...pressedAndClick(sinceTerm(board.lastBootMs))}>
          <span>Only since its last start</span>
        </button>
      )}
    </>
  );
}

/** The first of them, and all when asked for; nothing where there are none. */
function FacetGroup({ title, children }: { title: string; children: readonly ReactNode[] }) {
  const [all, setAll] = useState(false);
  if (children.length === 0) return null;
  const more = children.length - shownCount;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {all ? children : children.slice(0, shownCount)}
      {more > 0 && (
        <button type="button" className="log-facet-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${more.toLocaleString('en')} more`}
        </button>
      )}
    </section>
  );
}

function groupsOf(facets: SyslogFacets): { title: string; field: string; counts: readonly FacetCount[] }[] {
  return [
    { title: 'Severity', field: 'severity', counts: facets.severities },
    { title: 'Host', field: 'host', counts: facets.hosts },
    { title: 'App', field: 'app', counts: facets.apps },
    { title: 'Facility', field: 'facility', counts: facets.facilities },
    // One way alone tells nothing.
    { title: 'Way', field: 'via', counts: facets.vias.length > 1 ? facets.vias : [] },
  ];
}
