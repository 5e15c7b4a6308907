/** One pin of the drawing. It is drawn anew only when what it shows changed. */
import { memo } from 'react';
import type { PinLook } from './pin-state.ts';
import { type BoardPin, boardWidthMm } from './pinout.ts';

interface PicoPinProps {
  pin: BoardPin;
  look: PinLook;
  onPress: (pin: BoardPin, element: Element) => void;
  /** It is pointed at or has the focus. */
  onShow: (pin: BoardPin) => void;
  onHide: (pin: BoardPin) => void;
}

export const PicoPin = memo(DrawnPin, (before, next) => {
  const keys = Object.keys(next.look) as (keyof PinLook)[];
  const sameLook = keys.every((key) => before.look[key] === next.look[key]);
  const sameCalls = before.onPress === next.onPress && before.onShow === next.onShow && before.onHide === next.onHide;
  return sameLook && sameCalls && before.pin === next.pin;
});

/** From the edge of the board: the name, what it does, the part that is joined to it. */
const nameMm = 1.1;
const noteMm = 6;
const partMm = 13.4;

function DrawnPin({ pin, look, onPress, onShow, onHide }: PicoPinProps) {
  const left = pin.side === 'left';
  const outwards = (mm: number) => (left ? -mm : boardWidthMm + mm);
  const anchor = left ? 'end' : 'start';
  return (
    // biome-ignore lint/a11y/useSemanticElements: inside an SVG there is no <button>.
    <g
      className={classesOf(pin, look)}
      role="button"
      tabIndex={0}
      aria-label={look.words}
      aria-haspopup="dialog"
      data-pin={pin.number}
      onClick={(event) => onPress(pin, event.currentTarget)}
      onPointerEnter={() => onShow(pin)}
      onPointerLeave={() => onHide(pin)}
      onFocus={() => onShow(pin)}
      onBlur={() => onHide(pin)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onPress(pin, event.currentTarget);
      }}
    >
      <rect
        className="pico-target"
        x={left ? -14.5 : boardWidthMm - 2.7}
        y={pin.y - 1.2}
        width={17.2}
        height={2.4}
        rx={0.5}
      />
      <rect className="pico-pad" x={left ? 0 : boardWidthMm - 2.5} y={pin.y - 0.8} width={2.5} height={1.6} rx={0.8} />
      <circle className="pico-hole" cx={pin.x} cy={pin.y} r={0.52} />
      <PinLevel pin={pin} look={look} />
      <text className="pico-name" x={outwards(nameMm)} y={pin.y} textAnchor={anchor}>
        {pin.name}
      </text>
      {look.note !== null && (
        <text className="pico-note" x={outwards(noteMm)} y={pin.y} textAnchor={anchor}>
          {look.note}
        </text>
      )}
      {look.part !== null && <JoinedPart look={look} x={outwards(partMm)} y={pin.y} />}
    </g>
  );
}

function classesOf(pin: BoardPin, look: PinLook): string {
  const classes = ['pico-pin', `pico-${pin.kind}`];
  if (look.level !== null) classes.push(look.level === 1 ? 'pico-high' : 'pico-low');
  if (look.driven) classes.push('pico-driven');
  return classes.join(' ');
}

/** The level as a digit on its colour; a duty or a voltage as the part of a disc that is bright. */
function PinLevel({ pin, look }: { pin: BoardPin; look: PinLook }) {
  if (look.level === null && look.glow === 0 && look.note === null) return null;
  const radius = 0.95;
  const isDisc = look.level === null;
  return (
    <>
      {look.glow > 0 && <circle className="pico-halo" cx={pin.x} cy={pin.y} r={1.5} opacity={look.glow * 0.7} />}
      <circle className="pico-level" cx={pin.x} cy={pin.y} r={radius} />
      {isDisc && look.glow > 0 && <path className="pico-duty" d={pie(pin, radius - 0.08, look.glow)} />}
      {!isDisc && (
        <text className="pico-bit" x={pin.x} y={pin.y}>
          {look.level}
        </text>
      )}
    </>
  );
}

/** A piece of a disc, from the top clockwise. */
function pie({ x, y }: BoardPin, radius: number, part: number): string {
  const angle = Math.min(0.9999, part) * 2 * Math.PI;
  const endX = (x + radius * Math.sin(angle)).toFixed(3);
  const endY = (y - radius * Math.cos(angle)).toFixed(3);
  return `M${x} ${y} V${y - radius} A${radius} ${radius} 0 ${part > 0.5 ? 1 : 0} 1 ${endX} ${endY} Z`;
}

/** A part beside its pin: a lamp that shines, a button that goes down, a knob that turns, a chip. */
function JoinedPart({ look, x, y }: { look: PinLook; x: number; y: number }) {
  const { part, partOn, partColour } = look;
  if (partColour !== null) {
    return (
      <g className="pico-part-joined" style={{ color: partColour }}>
        <circle className="pico-lamp-glow" cx={x} cy={y} r={1.25} opacity={partOn * 0.55} />
        <circle className="pico-lamp" cx={x} cy={y} r={0.8} fillOpacity={0.15 + 0.85 * partOn} />
      </g>
    );
  }
  if (part === 'Button') {
    return (
      <g className={partOn > 0 ? 'pico-part-joined pico-part-on' : 'pico-part-joined'}>
        <rect className="pico-part-body" x={x - 0.95} y={y - 0.95} width={1.9} height={1.9} rx={0.3} />
        <circle className="pico-part-cap" cx={x} cy={y} r={0.5} />
      </g>
    );
  }
  if (part === 'Potentiometer') {
    return (
      <g className="pico-part-joined">
        <circle className="pico-part-body" cx={x} cy={y} r={0.95} />
        <path
          className="pico-part-mark"
          d={`M${x} ${y} V${y - 0.8}`}
          transform={`rotate(${-135 + 270 * partOn} ${x} ${y})`}
        />
      </g>
    );
  }
  return (
    <g className="pico-part-joined">
      <rect className="pico-part-body" x={x - 0.95} y={y - 0.7} width={1.9} height={1.4} rx={0.2} />
      <path className="pico-part-mark" d={`M${x - 0.45} ${y} H${x + 0.45}`} />
    </g>
  );
}
