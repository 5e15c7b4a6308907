/** A state as a shape, so that it is never a colour alone. */
import { Circle, CirclePlay, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { StateTone } from './state-words.ts';

const icons = { calm: Circle, working: LoaderCircle, running: CirclePlay, trouble: TriangleAlert };

export function StateIcon({ tone }: { tone: StateTone }) {
  const Icon = icons[tone];
  return <Icon className={`state-icon state-${tone}`} size={14} aria-hidden />;
}
