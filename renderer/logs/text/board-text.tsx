/** A board's text on the page: as text nodes only, with marks for what cannot be seen, for highlights and for places in programs. */
import type { ReactNode } from 'react';
import { sourceLinks } from '../../../app/syslog/index.ts';
import { markedParts } from './marked-text.ts';
import { visibleParts } from './visible-text.ts';
import './board-text.css';

export interface BoardTextProps {
  text: string;
  highlights?: readonly string[];
  /** Opens a place in a program; null for one that is not the project's. */
  linkOf?: ((file: string, line: number) => (() => void) | null) | undefined;
}

export function BoardText({ text, highlights = [], linkOf }: BoardTextProps) {
  const plain = (part: string, key: number) => <PlainText key={key} text={part} highlights={highlights} />;
  if (linkOf === undefined) return plain(text, 0);
  const parts: ReactNode[] = [];
  let end = 0;
  for (const { start, end: linkEnd, file, line } of sourceLinks(text)) {
    const open = linkOf(file, line);
    if (open === null) continue;
    parts.push(plain(text.slice(end, start), start));
    parts.push(
      <SourceLinkButton key={`link ${start}`} onOpen={open}>
        {plain(text.slice(start, linkEnd), 0)}
      </SourceLinkButton>,
    );
    end = linkEnd;
  }
  parts.push(plain(text.slice(end), text.length + 1));
  return parts;
}

/** What names a place: a press opens it, and chooses no row. */
export function SourceLinkButton({ onOpen, children }: { onOpen: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      className="log-link"
      title="Open the line in the editor"
      onClick={(event) => {
        event.stopPropagation();
        onOpen();
      }}
    >
      {children}
    </button>
  );
}

function PlainText({ text, highlights }: { text: string; highlights: readonly string[] }) {
  return markedParts(text, highlights).map(({ text: part, highlight }, index) =>
    highlight === null ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text are known by their places only.
      <VisibleText key={index} text={part} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above.
      <mark key={index} className={`log-highlight log-highlight-${highlight % 4}`}>
        <VisibleText text={part} />
      </mark>
    ),
  );
}

function VisibleText({ text }: { text: string }) {
  return visibleParts(text).map((part, index) =>
    'mark' in part ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text are known by their places only.
      <i key={index} className="log-mark">
        {part.mark}
      </i>
    ) : (
      part.text
    ),
  );
}
