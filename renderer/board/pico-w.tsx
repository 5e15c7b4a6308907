/**
 * A Pico W, drawn to scale in millimetres. It is a control: each pin is a button that says its name and state. The board's own
 * colours are those of the thing, in every theme.
 */
import { useId } from 'react';
import type { SimulatorSnapshot } from '../../app/simulator/index.ts';
import { nextDrive, pinLook } from './pin-state.ts';
import { type BoardPin, boardHeightMm, boardPins, boardWidthMm } from './pinout.ts';

interface PicoWProps {
  /** What the board shows of itself; null for one that cannot be looked into. */
  snapshot: SimulatorSnapshot | null;
  onDrive: (pin: string, level: 0 | 1 | null) => void;
}

/** Room for the names at both sides, and for the USB socket above. */
const viewBox = `-10.5 -2 ${boardWidthMm + 21} ${boardHeightMm + 3}`;

export function PicoW({ snapshot, onDrive }: PicoWProps) {
  const pins = new Map(snapshot?.pins.map((pin) => [pin.name as string, pin]));
  const led = pins.get('LED')?.level === 1;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <fieldset> cannot be drawn; the group names what its pins belong to.
    <svg className="pico" viewBox={viewBox} role="group" aria-label="Raspberry Pi Pico W">
      <rect className="pico-pcb" width={boardWidthMm} height={boardHeightMm} rx={1} />
      <Antenna />
      <Parts />
      {snapshot !== null && <Led on={led} />}
      {boardPins.map((pin) => (
        <Pin
          key={pin.number}
          pin={pin}
          look={pinLook(pin, pins.get(pin.name) ?? null)}
          onPress={() => onDrive(pin.name, nextDrive(pins.get(pin.name)?.drivenFromOutside ?? null))}
        />
      ))}
    </svg>
  );
}

function Pin({ pin, look, onPress }: { pin: BoardPin; look: ReturnType<typeof pinLook>; onPress: () => void }) {
  const left = pin.side === 'left';
  const labelX = left ? -1.2 : boardWidthMm + 1.2;
  const classes = ['pico-pin', `pico-${pin.kind}`];
  if (look.level !== null) classes.push(look.level === 1 ? 'pico-high' : 'pico-low');
  if (look.driven) classes.push('pico-driven');
  return (
    // biome-ignore lint/a11y/useSemanticElements: inside an SVG there is no <button>.
    <g
      className={classes.join(' ')}
      role="button"
      tabIndex={0}
      aria-label={look.words}
      aria-disabled={!look.drivable}
      onClick={() => look.drivable && onPress()}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        if (look.drivable) onPress();
      }}
    >
      <title>{look.drivable ? `${look.words}. Press to drive it high, low, or let it go.` : look.words}</title>
      <rect
        className="pico-target"
        x={left ? -10.3 : boardWidthMm - 2.7}
        y={pin.y - 1.27}
        width={13}
        height={2.54}
        rx={0.5}
      />
      <rect className="pico-pad" x={left ? 0 : boardWidthMm - 2.5} y={pin.y - 0.8} width={2.5} height={1.6} rx={0.8} />
      <circle className="pico-hole" cx={pin.x} cy={pin.y} r={0.52} />
      {look.level !== null && (
        <>
          <circle className="pico-level" cx={pin.x} cy={pin.y} r={0.95} />
          <text className="pico-bit" x={pin.x} y={pin.y}>
            {look.level}
          </text>
        </>
      )}
      <text className="pico-name" x={labelX} y={pin.y} textAnchor={left ? 'end' : 'start'}>
        {label(pin, look.direction)}
      </text>
    </g>
  );
}

/** The name, with an arrow that points into the board for an input and out of it for an output. */
function label({ name, side }: BoardPin, direction: 'in' | 'out' | null): string {
  if (direction === null) return name;
  const arrow = (direction === 'in') === (side === 'left') ? '▸' : '◂';
  return side === 'left' ? `${name} ${arrow}` : `${arrow} ${name}`;
}

function Led({ on }: { on: boolean }) {
  const glowId = useId();
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a <g> is not interactive.
    <g className={on ? 'pico-led pico-led-on' : 'pico-led'} role="img" aria-label={on ? 'LED on' : 'LED off'}>
      <radialGradient id={glowId}>
        <stop className="pico-glow-core" offset="0" />
        <stop className="pico-glow-edge" offset="1" />
      </radialGradient>
      <circle className="pico-led-glow" cx={5.2} cy={3.4} r={4} fill={`url(#${glowId})`} />
      <rect className="pico-led-body" x={4.5} y={2.9} width={1.4} height={1} rx={0.2} />
    </g>
  );
}

/** The antenna at the end of the board: a clearing in the copper with the printed element in it. */
function Antenna() {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a <g> without a tabindex takes no focus.
    <g aria-hidden="true">
      <path className="pico-clearing" d="M6.200 51 L7.700 46.400 H13.300 L14.800 51 Z" />
      <path
        className="pico-trace"
        d="M7.900 50.200 L8.700 47.200 L9.500 50.200 L10.500 47.200 L11.500 50.200 L12.300 47.200 L13.100 50.200"
      />
    </g>
  );
}

function Parts() {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a <g> without a tabindex takes no focus.
    <g aria-hidden="true">
      <rect className="pico-metal" x={6.7} y={-1.3} width={7.6} height={5.7} rx={0.5} />
      <rect className="pico-metal-edge" x={7.4} y={-1.3} width={6.2} height={1.1} />
      <text className="pico-silk" x={5.2} y={5.4}>
        LED
      </text>
      <rect className="pico-part" x={12.6} y={6.2} width={3.6} height={4.2} rx={0.4} />
      <circle className="pico-button" cx={14.4} cy={8.3} r={1.2} />
      <text className="pico-silk" x={14.4} y={11.6}>
        BOOTSEL
      </text>
      <rect className="pico-part" x={5} y={7.4} width={3.4} height={2.6} rx={0.2} />
      <rect className="pico-part" x={7} y={14.6} width={7} height={7} rx={0.4} />
      <circle className="pico-mark" cx={8} cy={15.6} r={0.35} />
      <text className="pico-chip-name" x={10.5} y={18.3}>
        RP2040
      </text>
      <rect className="pico-part" x={8.4} y={23.4} width={4} height={2.4} rx={0.2} />
      <rect className="pico-metal" x={5.2} y={31.4} width={10.6} height={11.4} rx={0.5} />
      <text className="pico-can-name" x={10.5} y={36.8}>
        Wi-Fi
      </text>
      <text className="pico-silk" x={10.5} y={28.4}>
        DEBUG
      </text>
      {[8, 10.5, 13].map((x) => (
        <circle key={x} className="pico-pad" cx={x} cy={29.8} r={0.7} />
      ))}
      <text className="pico-silk" x={10.5} y={45}>
        Pico W
      </text>
    </g>
  );
}
