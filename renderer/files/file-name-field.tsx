/** A file's new name, typed where the old one stands: Enter takes it, Escape and leaving the field keep the old one. */
import { useId, useRef, useState } from 'react';
import { nameProblem } from './file-name.ts';

export interface FileNameFieldProps {
  name: string;
  taken: ReadonlySet<string>;
  /** null: it keeps its name. */
  onDone: (name: string | null) => void;
}

export function FileNameField({ name, taken, onDone }: FileNameFieldProps) {
  const [text, setText] = useState(name);
  const hint = useId();
  const done = useRef(false);
  // Taking the field away takes the focus from it, which is no second answer.
  const answer = (result: string | null) => {
    if (done.current) return;
    done.current = true;
    onDone(result);
  };
  const problem = text === name ? null : nameProblem(text, taken);
  return (
    <span className="file-name-field">
      <input
        aria-label={`New name of ${name}`}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : hint}
        value={text}
        spellCheck={false}
        autoComplete="off"
        ref={selectStem}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => answer(null)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') answer(null);
          if (event.key === 'Enter' && problem === null) answer(text);
        }}
      />
      {problem !== null && (
        <span
          id={hint}
          className="file-name-problem"
          role="alert"
          ref={(words) => words?.scrollIntoView({ block: 'nearest' })}
        >
          {problem}
        </span>
      )}
    </span>
  );
}

/** The part before the ending is what people change. */
function selectStem(input: HTMLInputElement | null): void {
  if (input === null || document.activeElement === input) return;
  input.focus();
  const dot = input.value.lastIndexOf('.');
  input.setSelectionRange(0, dot > 0 ? dot : input.value.length);
}
