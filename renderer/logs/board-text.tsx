/** A board's text on the page: as text nodes only, with marks for what cannot be seen. */
import { visibleParts } from './visible-text.ts';

export function BoardText({ text }: { text: string }) {
  const parts = visibleParts(text);
  return parts.map((part, index) =>
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
