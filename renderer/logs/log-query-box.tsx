/** The query of the log view, with what could come next below it, and what is wrong with it. */
import { Search, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { completeQuery, type QueryKnowledge, type QuerySuggestion, readQuery } from '../../app/syslog/index.ts';
import { Tooltip } from '../design/tooltip.tsx';
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
        <Tooltip text={problem}>
          <span className="log-query-problem" role="img" aria-label={problem}>
            <TriangleAlert size={14} />
          </span>
        </Tooltip>
      )}
      {suggestions.length > 0 && (
        <Suggestions id={list} suggestions={suggestions} chosen={chosen} beside={input} onTake={take} />
      )}
    </div>
  );
}

interface SuggestionsProps {
  id: string;
  suggestions: readonly QuerySuggestion[];
  chosen: number;
  beside: RefObject<HTMLElement | null>;
  onTake: (suggestion: QuerySuggestion) => void;
}

/** Below the field, or above it where the window ends; under the page's body, for a panel would cut it off. */
function Suggestions({ id, suggestions, chosen, beside, onTake }: SuggestionsProps) {
  const popup = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const field = beside.current?.getBoundingClientRect();
    if (field === undefined || popup.current === null) return;
    const { offsetHeight, style } = popup.current;
    const below = field.bottom + 4;
    style.left = `${field.left}px`;
    style.top = `${below + offsetHeight + 8 <= innerHeight ? below : Math.max(8, field.top - 4 - offsetHeight)}px`;
  });
  return createPortal(
    <div ref={popup} className="log-suggestions" id={id} aria-label="What could come next" role="listbox">
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
