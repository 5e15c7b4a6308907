/** Small parts that panels share: a meter, an empty state. */
import type { ReactNode } from 'react';

/** An amount of a total, with its words. */
export function Meter({ label, value, total, words }: { label: string; value: number; total: number; words: string }) {
  return (
    <div className="meter">
      <span className="meter-label">{label}</span>
      <meter aria-label={label} min={0} max={Math.max(1, total)} value={value}>
        {words}
      </meter>
      <span className="meter-words">{words}</span>
    </div>
  );
}

/** What a panel says when it has nothing to show: what will appear here, and how. */
export function EmptyState({ icon, title, children }: { icon: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className="empty-state">
      <span className="empty-icon" aria-hidden="true">
        {icon}
      </span>
      <h3>{title}</h3>
      {children}
    </div>
  );
}
