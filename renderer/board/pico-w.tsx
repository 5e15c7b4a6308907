/**
 * A Pico W, drawn to scale in millimetres. It is a control: each pin is a button that says its name and state, opens what can be done
 * there, and is reached by Tab or the arrow keys. The board's own colours are those of the thing, in every theme.
 */
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import { pinIndex, pinSignals, type SimulatorSnapshot } from '../../app/simulator/index.ts';
import { PicoPin } from './pico-pin.tsx';
import { Led, Scenery } from './pico-scenery.tsx';
import { type FocusMove, focusMove, neighbour } from './pin-moves.ts';
import { type PinFacts, pinFacts, pinLook } from './pin-state.ts';
import { type BoardPin, boardHeightMm, boardPins, boardWidthMm } from './pinout.ts';

interface PicoWProps {
  /** What the board shows of itself; null for one that cannot be looked into. */
  snapshot: SimulatorSnapshot | null;
  /** A pin was pressed; the element is where it stands. */
  onPress: (pin: BoardPin, element: Element) => void;
  /** What stands under the drawing while no pin is looked at. */
  hint: string;
}

/** Room for the names and what is at the pins at both sides, and for the USB socket above. */
const sideMm = 14.6;
const viewBox = `${-sideMm} -2 ${boardWidthMm + 2 * sideMm} ${boardHeightMm + 3}`;
const noFacts: PinFacts = new Map();

export function PicoW({ snapshot, onPress, hint }: PicoWProps) {
  const facts = useMemo(() => (snapshot === null ? noFacts : pinFacts(snapshot)), [snapshot]);
  const [shown, setShown] = useState<BoardPin | null>(null);
  const drawing = useRef<SVGSVGElement>(null);
  const caption = useRef<HTMLDivElement>(null);
  const hide = useCallback((pin: BoardPin) => setShown((now) => (now === pin ? null : now)), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const move = focusMove(event.key);
    if (move === null) return;
    event.preventDefault();
    focusPin(drawing.current, move);
  };
  return (
    <>
      <button type="button" className="button skip-pins" onClick={() => caption.current?.focus()}>
        Skip the pins
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: a <fieldset> cannot be drawn; the group names what its pins belong to. */}
      <svg
        ref={drawing}
        className="pico"
        viewBox={viewBox}
        role="group"
        aria-label="Raspberry Pi Pico W"
        onKeyDown={onKeyDown}
      >
        <rect className="pico-pcb" width={boardWidthMm} height={boardHeightMm} rx={1} />
        <Scenery />
        {snapshot !== null && <Led on={facts.get('LED')?.pin.level === 1} />}
        {snapshot !== null && <Wires wires={snapshot.wires} />}
        {boardPins.map((pin) => (
          <PicoPin
            key={pin.number}
            pin={pin}
            look={pinLook(pin, facts.get(pin.name) ?? null)}
            onPress={onPress}
            onShow={setShown}
            onHide={hide}
          />
        ))}
      </svg>
      <div ref={caption} tabIndex={-1} className="pin-caption">
        <PinCaption pin={shown} facts={facts} hint={hint} />
      </div>
    </>
  );
}

/** The pin that is pointed at or focused, in words large enough to read. A pin's own name says the same to assistive technology. */
function PinCaption({ pin, facts, hint }: { pin: BoardPin | null; facts: PinFacts; hint: string }) {
  if (pin === null) return <p className="pin-caption-hint">{hint}</p>;
  const { words } = pinLook(pin, facts.get(pin.name) ?? null);
  const uses = pinUses(pin);
  return (
    <p aria-hidden="true">
      <span>
        {words}
        <small> pin {pin.number}</small>
      </span>
      {uses !== null && <small>Can be {uses}</small>}
    </p>
  );
}

/** What the chip can do at a GP pin, as a list in words. */
export function pinUses(pin: BoardPin): string | null {
  if (pin.kind !== 'gpio') return null;
  return pinSignals(pinIndex(pin.name) ?? 0).join(', ');
}

function focusPin(drawing: SVGSVGElement | null, move: FocusMove): void {
  const here = document.activeElement?.getAttribute('data-pin');
  const next = neighbour(Number(here ?? 0), move);
  drawing?.querySelector<SVGGElement>(`[data-pin="${next}"]`)?.focus();
}

/** Each wire an arc over the board, dark at its edges so that it shows on the green. */
function Wires({ wires }: { wires: SimulatorSnapshot['wires'] }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a <g> without a tabindex takes no focus.
    <g aria-hidden="true">
      {wires.map((wire, index) => (
        <g key={wire.join(' ')} className={`pico-wire pico-wire-${index % 4}`}>
          <path className="pico-wire-edge" d={wirePath(wire)} />
          <path className="pico-wire-core" d={wirePath(wire)} />
        </g>
      ))}
    </g>
  );
}

function wirePath(names: readonly string[]): string {
  const pins = names.flatMap((name) => boardPins.find((pin) => pin.name === name) ?? []);
  const middle = boardWidthMm / 2;
  return pins
    .slice(1)
    .map((to, index) => {
      const from = pins[index] ?? to;
      const bend = (pin: BoardPin) => pin.x + (middle - pin.x) * (from.side === to.side ? 0.75 : 0.5);
      return `M${from.x} ${from.y} C${bend(from)} ${from.y} ${bend(to)} ${to.y} ${to.x} ${to.y}`;
    })
    .join(' ');
}
