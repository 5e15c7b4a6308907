/** What went wrong, a row for each kind of error. A click shows its lines. */
import { CircleCheck } from 'lucide-react';
import type { ErrorKind, SyslogErrors } from '../../../app/syslog/index.ts';
import { EmptyState } from '../../design/parts.tsx';
import { fullTime, shortTime } from '../log-time.ts';
import { hasTerm } from '../query/log-query.ts';
import { severityLook } from '../severity.ts';
import { BoardText, SourceLinkButton } from '../text/board-text.tsx';
import type { LogLinkOf } from '../text/row-links.ts';
import { visibleText } from '../text/visible-text.ts';
import { boardsInWords, type ErrorOrder, inErrorOrder, newInWords, placeInWords, restInWords } from './error-words.ts';
import './log-errors.css';

export interface LogErrorsListProps {
  /** Null until they are known. */
  errors: SyslogErrors | null;
  order: ErrorOrder;
  query: string;
  /** Only part of the log is looked at. */
  filtered: boolean;
  highlights: readonly string[];
  linkOf: LogLinkOf;
  onOrder: (order: ErrorOrder) => void;
  onChoose: (kind: ErrorKind) => void;
}

export function LogErrorsList(props: LogErrorsListProps) {
  const { errors, order, query, filtered, onOrder, onChoose, ...texts } = props;
  if (errors === null) {
    return (
      <p className="log-errors-wait" role="status">
        Looking for errors…
      </p>
    );
  }
  if (errors.kinds.length === 0) return <NoErrors filtered={filtered} />;
  const nowMs = Date.now();
  const rest = restInWords(errors, nowMs);
  const sorted = (by: ErrorOrder) => ({
    'aria-sort': order === by ? ('descending' as const) : undefined,
  });
  return (
    <div className="log-errors">
      <table aria-label="Errors by kind">
        <thead>
          <tr>
            <th>Error</th>
            <th className="log-errors-count" {...sorted('count')}>
              <button type="button" onClick={() => onOrder('count')}>
                Count
              </button>
            </th>
            <th className="log-errors-boards">Boards</th>
            <th className="log-errors-time">First seen</th>
            <th className="log-errors-time" {...sorted('last')}>
              <button type="button" onClick={() => onOrder('last')}>
                Last seen
              </button>
            </th>
          </tr>
        </thead>
        <tbody>
          {inErrorOrder(errors.kinds, order).map((kind) => (
            <ErrorRow
              key={kind.fingerprint}
              {...{ kind, nowMs, onChoose, ...texts }}
              isChosen={hasTerm(query, kind.term)}
            />
          ))}
        </tbody>
      </table>
      {rest !== null && <p className="log-errors-rest">{rest}</p>}
    </div>
  );
}

interface ErrorRowProps extends Pick<LogErrorsListProps, 'linkOf' | 'highlights' | 'onChoose'> {
  kind: ErrorKind;
  nowMs: number;
  isChosen: boolean;
}

function ErrorRow({ kind, nowMs, isChosen, linkOf, highlights, onChoose }: ErrorRowProps) {
  const { severity, title, app, place, count, boards, firstMs, firstEverMs, lastMs, newSince } = kind;
  const look = severityLook(severity);
  const since = firstEverMs < firstMs ? `; in the whole log ${fullTime(firstEverMs)}` : '';
  const says = isChosen ? 'Show the other lines again too' : 'Show its lines';
  return (
    <tr className={`log-${look.tone}`} onClick={() => onChoose(kind)}>
      <td>
        <div className="log-errors-what">
          <span className="log-severity">
            <b title={look.name}>{look.letter}</b>
          </span>
          <button type="button" className="log-errors-title" aria-pressed={isChosen} title={says}>
            <BoardText text={title === '' ? '(an empty line)' : title} highlights={highlights} />
          </button>
          {newSince !== null && (
            <em className="log-errors-new" title={newInWords(kind)}>
              new
            </em>
          )}
          <span className="log-errors-where">
            {place === null ? visibleText(app ?? '') : <Place kind={kind} place={place} linkOf={linkOf} />}
          </span>
        </div>
      </td>
      <td className="log-errors-count">{count.toLocaleString('en')}</td>
      <td className="log-errors-boards" title={boards.map(visibleText).join(', ')}>
        {visibleText(boardsInWords(kind))}
      </td>
      <td className="log-errors-time" title={fullTime(firstMs) + since}>
        {shortTime(firstMs, nowMs)}
      </td>
      <td className="log-errors-time" title={fullTime(lastMs)}>
        {shortTime(lastMs, nowMs)}
      </td>
    </tr>
  );
}

interface PlaceProps {
  kind: ErrorKind;
  place: NonNullable<ErrorKind['place']>;
  linkOf: LogLinkOf;
}

/** Where the newest of a kind was raised. */
function Place({ kind: { sentBy, lastMs }, place: { named, program, ...place }, linkOf }: PlaceProps) {
  const words = visibleText(placeInWords(place));
  const logged = sentBy && { ...sentBy, receivedAtMs: lastMs, file: named, program };
  const open = linkOf(place.file, place.line, logged);
  return open === null ? words : <SourceLinkButton onOpen={open}>{words}</SourceLinkButton>;
}

function NoErrors({ filtered }: { filtered: boolean }) {
  return (
    <div className="logs-empty">
      <EmptyState icon={<CircleCheck size={28} />} title={filtered ? 'No error passes the filter' : 'No errors'}>
        <p>Lines of severity error or worse, and tracebacks, stand here, each kind of them once.</p>
      </EmptyState>
    </div>
  );
}
