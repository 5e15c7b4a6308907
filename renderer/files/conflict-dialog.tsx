/** Files that would be written over: each with its choice, and the difference between the two contents. */
import { type ReactNode, useEffect, useState } from 'react';
import { describeError } from '../../app/base/index.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { formatBytes } from '../design/sizes.ts';
import type { Conflict } from './copying.ts';

export interface TextDifference {
  name: string;
  /** What stands there now. */
  original: string;
  /** What would be written. */
  modified: string;
}

export interface ConflictDialogProps {
  conflicts: readonly Conflict[];
  /** "on the board" or "on this computer". */
  where: string;
  renderDifference: (difference: TextDifference) => ReactNode;
  onAnswer: (replaced: ReadonlySet<string> | null) => void;
}

export function ConflictDialog({ conflicts, where, renderDifference, onAnswer }: ConflictDialogProps) {
  const [replaced, setReplaced] = useState<ReadonlySet<string>>(new Set(conflicts.map(({ path }) => path)));
  const [shown, setShown] = useState(conflicts[0]);
  const several = conflicts.length > 1;
  const toggle = (path: string) => {
    const next = new Set(replaced);
    if (!next.delete(path)) next.add(path);
    setReplaced(next);
  };
  const title = several
    ? `Write over ${conflicts.length} files ${where}?`
    : `Write over ${conflicts[0]?.path ?? ''} ${where}?`;
  const [verb, count] = [
    several ? `Write over ${replaced.size} of ${conflicts.length}` : 'Write over it',
    replaced.size,
  ];
  return (
    <Dialog
      title={title}
      className="conflict-dialog"
      onCancel={() => onAnswer(null)}
      onSubmit={() => onAnswer(replaced)}
    >
      <p>
        {several
          ? 'These files are there already with other content.'
          : 'The file is there already with other content.'}{' '}
        Left is what stands there now, right what would take its place.
      </p>
      <div className="conflict-body">
        {several && (
          <ul className="conflict-list" aria-label="Files that differ">
            {conflicts.map((conflict) => (
              <li key={conflict.path} className={conflict === shown ? 'conflict-shown' : ''}>
                <input
                  type="checkbox"
                  aria-label={`Write over ${conflict.path}`}
                  checked={replaced.has(conflict.path)}
                  onChange={() => toggle(conflict.path)}
                />
                <button type="button" aria-pressed={conflict === shown} onClick={() => setShown(conflict)}>
                  {conflict.path}
                </button>
              </li>
            ))}
          </ul>
        )}
        {shown !== undefined && <Difference key={shown.path} conflict={shown} render={renderDifference} />}
      </div>
      <div className="dialog-choices">
        <Button tone="stop" type="submit" disabled={several && count === 0}>
          {verb}
        </Button>
        {several && <Button onClick={() => onAnswer(new Set())}>Keep them all</Button>}
        <Button onClick={() => onAnswer(null)}>Cancel</Button>
      </div>
    </Dialog>
  );
}

type Contents = { standing: Uint8Array; incoming: Uint8Array } | { problem: string } | null;

function Difference({ conflict, render }: { conflict: Conflict; render: ConflictDialogProps['renderDifference'] }) {
  const [contents, setContents] = useState<Contents>(null);
  useEffect(() => {
    let wanted = true;
    const show = (next: Contents) => wanted && setContents(next);
    // One after the other: a board does one thing at a time.
    const load = async () => ({ standing: await conflict.standing(), incoming: await conflict.incoming() });
    load().then(show, (error: unknown) => show({ problem: describeError(error).message }));
    return () => {
      wanted = false;
    };
  }, [conflict]);
  if (contents === null) return <p className="conflict-difference conflict-words">Reading both…</p>;
  if ('problem' in contents) return <p className="conflict-difference conflict-words">{contents.problem}</p>;
  const [original, modified] = [asText(contents.standing), asText(contents.incoming)];
  if (original === null || modified === null) {
    const [now, then] = [contents.standing, contents.incoming].map(({ length }) => formatBytes(length));
    return (
      <p className="conflict-difference conflict-words">
        No text, so there is nothing to show: {now} now, {then} then.
      </p>
    );
  }
  return <div className="conflict-difference">{render({ name: conflict.path, original, modified })}</div>;
}

function asText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
