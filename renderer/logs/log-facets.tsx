/** What the lines that pass have in common: hosts, apps, severities, facilities and ways with their counts. A click is a term of the query. */
import type { BoardStatus, FacetCount, SyslogFacets } from '../../app/syslog/index.ts';
import { boardInWords, boardTerm, boardTimes } from './log-boards.ts';
import { hasTerm, termOf, toggleTerm } from './log-query.ts';
import { visibleText } from './visible-text.ts';
import './log-facets.css';

export interface LogFacetsProps {
  facets: SyslogFacets | null;
  boards: readonly BoardStatus[];
  silent: ReadonlySet<string>;
  query: string;
  onQuery: (query: string) => void;
}

const shownCount = 8;

export function LogFacets({ facets, boards, silent, query, onQuery }: LogFacetsProps) {
  const nowMs = Date.now();
  const groups = facets === null ? [] : groupsOf(facets);
  return (
    <aside className="log-facets" aria-label="What the lines have in common">
      {boards.length > 0 && (
        <section aria-label="Boards">
          <h3>Boards</h3>
          {boards.slice(0, shownCount).map((board) => {
            const term = boardTerm(board);
            return (
              <button
                key={board.board}
                type="button"
                className="log-facet log-board"
                aria-pressed={hasTerm(query, term)}
                title={boardTimes(board)}
                onClick={() => onQuery(toggleTerm(query, term))}
              >
                <span>{visibleText(board.board)}</span>
                <small className={silent.has(board.board) || board.crashes > 0 ? 'log-board-trouble' : undefined}>
                  {boardInWords(board, silent.has(board.board), nowMs)}
                </small>
              </button>
            );
          })}
        </section>
      )}
      {groups.map(({ title, field, counts }) => (
        <section key={field} aria-label={title}>
          <h3>{title}</h3>
          {counts.slice(0, shownCount).map(({ name, count }) => {
            const term = termOf(field, name);
            const on = hasTerm(query, term);
            return (
              <button
                key={name}
                type="button"
                className="log-facet"
                aria-pressed={on}
                title={visibleText(name)}
                onClick={() => onQuery(toggleTerm(query, term))}
              >
                <span>{visibleText(name)}</span>
                <small>{count.toLocaleString('en')}</small>
              </button>
            );
          })}
          {counts.length > shownCount && <p className="log-facet-more">and {counts.length - shownCount} more</p>}
        </section>
      ))}
    </aside>
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
  ].filter(({ counts }) => counts.length > 0);
}
