/** A tooltip on hover and focus. The text repeats the control's name, so it is hidden from assistive technology. */
import type { ReactNode } from 'react';

/** `side` is where it stands; it never takes the pointer. Drawn by CSS alone, so nothing runs for it. */
export function Tooltip({
  text,
  side = 'below',
  children,
}: {
  text: string;
  side?: string | undefined;
  children: ReactNode;
}) {
  return (
    <span className="tooltip-anchor">
      {children}
      <span className={`tooltip tooltip-${side}`} aria-hidden="true">
        {text}
      </span>
    </span>
  );
}
