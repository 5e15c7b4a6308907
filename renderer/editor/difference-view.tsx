/** Two texts side by side with what differs marked, to read only. Monaco is fetched when the first one is shown. */
import { useEffect, useRef } from 'react';
import { reportError } from '../design/messages.ts';
import type { Difference } from './difference-editor.ts';

export function DifferenceView({ name, original, modified }: Difference) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const ending = new AbortController();
    const show = async () => {
      const { showDifference } = await import('./difference-editor.ts');
      if (element.current === null || ending.signal.aborted) return;
      const shown = showDifference(element.current, { name, original, modified });
      ending.signal.addEventListener('abort', () => shown.dispose());
    };
    show().catch(reportError);
    return () => ending.abort();
  }, [name, original, modified]);
  return <div ref={element} className="difference-view" />;
}
