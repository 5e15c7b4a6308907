/** A part that is joined to the board, as a card: what it is, where its legs are, what it shows, what can be done with it. */
import { X } from 'lucide-react';
import { memo } from 'react';
import type { PartSnapshot } from '../../app/simulator/index.ts';
import { IconButton } from '../design/button.tsx';
import { reportError } from '../design/messages.ts';
import { PartControls } from './part-controls.tsx';
import type { Steer } from './steering.ts';

export const PartCard = memo(({ part, steer }: { part: PartSnapshot; steer: Steer }) => (
  <li className="part-card" aria-label={part.id}>
    <header className="part-head">
      <span className="part-name">{part.name}</span>
      <span className="part-wiring">{wiringWords(part.wiring)}</span>
      <IconButton
        label={`Detach ${part.id}`}
        tooltipSide="left"
        onClick={() => void steer({ kind: 'detach', id: part.id }).catch(reportError)}
      >
        <X size={14} />
      </IconButton>
    </header>
    <PartControls part={part} steer={steer} />
  </li>
));

/** `GP14`, or `sda GP4, scl GP5` for a part of several legs. */
export function wiringWords(wiring: PartSnapshot['wiring']): string {
  const legs = Object.entries(wiring);
  if (legs.length === 1) return legs[0]?.[1] ?? '';
  return legs.map(([leg, pin]) => `${leg} ${pin}`).join(', ');
}

export function WireCard({ pins, steer }: { pins: PartSnapshot['wiring'][string][]; steer: Steer }) {
  const words = pins.join(' to ');
  return (
    <li className="part-card" aria-label={`Wire ${words}`}>
      <header className="part-head">
        <span className="part-name">Wire</span>
        <span className="part-wiring">{words}</span>
        <IconButton
          label={`Take the wire from ${words} off`}
          tooltipSide="left"
          onClick={() => void steer({ kind: 'unwire', pins }).catch(reportError)}
        >
          <X size={14} />
        </IconButton>
      </header>
    </li>
  );
}
