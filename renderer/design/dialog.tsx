/** Modal dialogs on the browser's own <dialog>: it keeps the focus inside and gives it back. Escape is the last choice. */
import { type FormEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';

interface DialogProps {
  title: string;
  onCancel: () => void;
  onSubmit?: () => void;
  className?: string;
  children: ReactNode;
}

export function Dialog({ title, onCancel, onSubmit, className = '', children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Closed before it leaves the page: from outside of it the browser gives no focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <form onSubmit={submit}>
        <h2>{title}</h2>
        {children}
      </form>
    </dialog>
  );
}

export interface DialogChoice {
  label: string;
  tone?: 'plain' | 'accent' | 'stop';
  choose: () => void;
}

/** A question with a few answers; the first gets the focus, and Escape means the last. */
export function ChoiceDialog(props: { title: string; message: ReactNode; choices: [DialogChoice, ...DialogChoice[]] }) {
  const { title, message, choices } = props;
  const last = choices.at(-1) ?? choices[0];
  return (
    <Dialog title={title} onCancel={last.choose}>
      <p>{message}</p>
      <div className="dialog-choices">
        {choices.map(({ label, tone = 'plain', choose }, index) => (
          <Button key={label} tone={tone} autoFocus={index === 0} onClick={choose}>
            {label}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}

export interface TextDialogProps {
  title: string;
  /** The label of the field. */
  label: string;
  hint?: string;
  initial?: string;
  action: string;
  /** What is wrong with the text as a sentence, or null. */
  check: (text: string) => string | null;
  onSubmit: (text: string) => void;
  onCancel: () => void;
}

/** Asks for one line of text. */
export function TextDialog({ title, label, hint, initial = '', action, check, onSubmit, onCancel }: TextDialogProps) {
  const [text, setText] = useState(initial);
  const problem = check(text);
  const untouched = text === initial;
  return (
    <Dialog title={title} onCancel={onCancel} onSubmit={() => problem === null && onSubmit(text)}>
      <label className="field">
        <span>{label}</span>
        <input
          // A dialog that asks for one thing starts there.
          ref={(input) => input?.focus()}
          value={text}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem !== null && !untouched}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <p className={problem !== null && !untouched ? 'field-problem' : 'field-hint'} aria-live="polite">
        {problem !== null && !untouched ? problem : (hint ?? '')}
      </p>
      <div className="dialog-choices">
        <Button tone="accent" type="submit" disabled={problem !== null}>
          {action}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </Dialog>
  );
}
