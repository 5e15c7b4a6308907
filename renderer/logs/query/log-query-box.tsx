/** The query of the log view, with what could come next below it, and what is wrong with it. */
import { Search, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { completeQuery, type QueryKnowledge, type QuerySuggestion, readQuery } from '../../../app/syslog/index.ts';
import './log-query-box.css';

export interface LogQueryBoxProps {
  query: string;
  known: QueryKnowledge;
  onChange: (query: string) => void;
}

export function LogQueryBox({ query, known, onChange }: LogQueryBoxProps) {
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [chosen, setChosen] = useState(-1);
  const caret = useRef<number | null>(null);
  // With the text itself and not a frame later: what is typed meanwhile would be put in the wrong place.
  useLayoutEffect(() => {
    if (caret.current !== null) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  const suggestions = cursor === null ? [] : completeQuery(query, cursor, known);
  const problem = problemOf(query);
  const noteCursor = () => setCursor(input.current?.selectionStart ?? null);
  const close = () => {
    setCursor(null);
    setChosen(-1);
  };
  const take = ({ insert, start, end }: QuerySuggestion) => {
    const next = query.slice(0, start) + insert + query.slice(end);
    const at = start + insert.length;
    onChange(next);
    setChosen(-1);
    setCursor(at);
    caret.current = at;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const suggestion = suggestions[chosen];
    if (event.key === 'ArrowDown' && suggestions.length > 0) setChosen((chosen + 1) % suggestions.length);
    else if (event.key === 'ArrowUp' && chosen >= 0) setChosen(chosen - 1);
    else if ((event.key === 'Enter' || event.key === 'Tab') && suggestion !== undefined) take(suggestion);
    else if (event.key === 'Escape' && suggestions.length > 0) close();
    else return;
    event.preventDefault();
  };
  return (
    <div className="log-search">
      <Search size={14} aria-hidden />
      <input
        ref={input}
        className="input"
        type="search"
        role="combobox"
        aria-label="Search the log"
        aria-expanded={suggestions.length > 0}
        aria-controls={suggestions.length > 0 ? list : undefined}
        aria-activedescendant={chosen >= 0 ? `${list}-${chosen}` : undefined}
        aria-autocomplete="list"
        aria-invalid={problem !== null}
        placeholder="Search: wifi, host:pico-1, severity>=error"
        spellCheck={false}
        autoComplete="off"
        value={query}
        onChange={(event) => {
          onChange(event.target.value);
          setCursor(event.target.selectionStart);
          setChosen(-1);
        }}
        onSelect={noteCursor}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {problem !== null && (
        <span className="log-query-problem" role="img" aria-label={problem} title={problem}>
          <TriangleAlert size={14} />
        </span>
      )}
      {suggestions.length > 0 && (
        <Below field={input}>
          <Suggestions id={list} suggestions={suggestions} chosen={chosen} onTake={take} />
        </Below>
      )}
      {suggestions.length === 0 && cursor !== null && problem !== null && (
        <Below field={input}>
          <p className="log-popup log-query-says" role="status">
            {problem}
          </p>
        </Below>
      )}
    </div>
  );
}

interface SuggestionsProps {
  id: string;
  suggestions: readonly QuerySuggestion[];
  chosen: number;
  onTake: (suggestion: QuerySuggestion) => void;
}

function Suggestions({ id, suggestions, chosen, onTake }: SuggestionsProps) {
  const options = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    options.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <div ref={options} className="log-popup log-suggestions" id={id} aria-label="What could come next" role="listbox">
      {suggestions.map((suggestion, index) => (
        <div
          key={suggestion.insert}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          tabIndex={-1}
          // Before the field loses the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(suggestion);
          }}
        >
          <b>{suggestion.insert}</b>
          <span>{suggestion.says}</span>
        </div>
      ))}
    </div>
  );
}

/** Below the field, or above it where the window ends; under the page's body, for a panel would cut it off. */
function Below({ field, children }: { field: RefObject<HTMLElement | null>; children: ReactNode }) {
  const popup = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = field.current?.getBoundingClientRect();
    if (box === undefined || popup.current === null) return;
    const { offsetHeight, style } = popup.current;
    const below = box.bottom + 4;
    style.left = `${box.left}px`;
    style.top = `${below + offsetHeight + 8 <= innerHeight ? below : Math.max(8, box.top - 4 - offsetHeight)}px`;
  });
  return createPortal(
    <div ref={popup} className="log-below">
      {children}
    </div>,
    document.body,
  );
}

/** As the host will judge it, said while it is typed. */
export function problemOf(query: string): string | null {
  const now = new Date();
  const reading = readQuery(query, { nowMs: now.getTime(), zoneOffsetMinutes: -now.getTimezoneOffset() });
  return reading.kind === 'problem' ? reading.problem.message : null;
}
