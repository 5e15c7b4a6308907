/** What can be done at a pin, beside it: drive it, give it a voltage, join a part or a wire. It keeps the focus until it is closed. */
import { Unplug, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { type PinName, pinIndex, type SimulatorSnapshot } from '../../app/simulator/index.ts';
import { Button, IconButton } from '../design/button.tsx';
import { reportError } from '../design/messages.ts';
import { attachChoices, ledColours } from './attach-choices.ts';
import { PartControls } from './part-controls.tsx';
import { pinUses } from './pico-w.tsx';
import { cssColour, formatVolts, type PinFact, pinFacts, pinLook } from './pin-state.ts';
import { type BoardPin, boardPins } from './pinout.ts';
import { placeBeside } from './place-beside.ts';
import { Slider } from './slider.tsx';
import type { Steer } from './steering.ts';

interface PinPopoverProps {
  pin: BoardPin;
  /** The pin's place in the drawing; it gets the focus back. */
  anchor: Element;
  snapshot: SimulatorSnapshot;
  steer: Steer;
  onClose: () => void;
}

export function PinPopover({ pin, anchor, snapshot, steer, onClose }: PinPopoverProps) {
  const popover = useRef<HTMLDivElement>(null);
  useDismissal(popover, anchor, onClose);
  useLayoutEffect(() => placeBeside(popover.current, anchor));
  const fact = pinFacts(snapshot).get(pin.name) ?? null;
  const uses = pinUses(pin);
  return createPortal(
    <div
      ref={popover}
      className="pin-popover"
      role="dialog"
      aria-label={pin.name}
      tabIndex={-1}
      onKeyDown={(event) => onDialogKey(event, popover.current, onClose)}
    >
      <header className="pin-popover-head">
        <strong>{pin.name}</strong>
        <span>pin {pin.number}</span>
        <IconButton label="Close" tooltipSide="left" onClick={onClose}>
          <X size={14} />
        </IconButton>
      </header>
      <p className="pin-popover-state">{pinLook(pin, fact).words.replace(`${pin.name}, `, '')}</p>
      {uses !== null && <p className="pin-popover-uses">Can be {uses}</p>}
      {fact !== null && <PinActions pin={pin.name as PinName} fact={fact} wires={snapshot.wires} steer={steer} />}
    </div>,
    document.body,
  );
}

interface PinActionsProps {
  pin: PinName;
  fact: PinFact;
  wires: SimulatorSnapshot['wires'];
  steer: Steer;
}

function PinActions({ pin, fact, wires, steer }: PinActionsProps) {
  const act: Steer = (command) => steer(command).catch(reportError);
  return (
    <>
      <Drive pin={pin} fact={fact} act={act} />
      {fact.parts.map((part) => (
        <Group key={part.id} title={part.id}>
          <PartControls part={part} steer={steer} />
          <Button className="button-small" onClick={() => void act({ kind: 'detach', id: part.id })}>
            <Unplug size={13} aria-hidden /> Detach {part.id}
          </Button>
        </Group>
      ))}
      <Attach pin={pin} act={act} />
      <Wire pin={pin} wire={wires.find((each) => each.includes(pin)) ?? null} act={act} />
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <fieldset> brings a frame of its own.
    <div className="pin-group" role="group" aria-label={title}>
      <h4>{title}</h4>
      {children}
    </div>
  );
}

const levels = [
  { words: 'High', level: 1 },
  { words: 'Low', level: 0 },
  { words: 'Let go', level: null },
] as const;

function Drive({ pin, fact, act }: { pin: PinName; fact: PinFact; act: Steer }) {
  const isOutput = fact.pin.mode === 'out' || fact.duty !== null;
  const canMeasure = (pinIndex(pin) ?? 0) >= 26 && !fact.parts.some(({ name }) => name === 'Potentiometer');
  return (
    <Group title="Drive it from outside">
      {isOutput ? (
        <p className="pin-popover-uses">
          The program drives this pin; driving it against that would be a short circuit.
        </p>
      ) : (
        <div className="segments">
          {levels.map(({ words, level }) => (
            <button
              key={words}
              type="button"
              aria-pressed={fact.pin.drivenFromOutside === level}
              onClick={() => void act({ kind: 'pin', pin, level })}
            >
              {words}
            </button>
          ))}
        </div>
      )}
      {canMeasure && (
        <>
          <Slider
            label="Voltage"
            value={fact.volts ?? 0}
            {...{ minimum: 0, maximum: 3.3, step: 0.01 }}
            words={formatVolts}
            send={(volts) => act({ kind: 'volts', pin, volts })}
          />
          {fact.volts !== null && (
            <Button className="button-small" onClick={() => void act({ kind: 'volts', pin, volts: null })}>
              Take the voltage off
            </Button>
          )}
        </>
      )}
    </Group>
  );
}

function Attach({ pin, act }: { pin: PinName; act: Steer }) {
  const attach = (part: string, wiring: Record<string, PinName>, numbers: Record<string, number> = {}) =>
    void act({ kind: 'attach', part, id: null, wiring, numbers });
  return (
    <Group title="Attach here">
      <div className="attach-choices">
        {attachChoices(pin).map(({ part, name, wiring }) => (
          <Button
            key={part}
            className="button-small"
            aria-label={`Attach ${name}`}
            onClick={() => attach(part, wiring)}
          >
            {name}
          </Button>
        ))}
      </div>
      <div className="attach-leds">
        LED
        {ledColours.map(({ name, colour }) => (
          <button
            key={name}
            type="button"
            className="led-choice"
            style={{ color: cssColour(colour) }}
            aria-label={`Attach ${name} LED`}
            title={name}
            onClick={() => attach('led', { anode: pin }, { colour })}
          />
        ))}
      </div>
    </Group>
  );
}

function Wire({ pin, wire, act }: { pin: PinName; wire: PinName[] | null; act: Steer }) {
  const [to, setTo] = useState('');
  const others = boardPins.filter(({ kind, name }) => kind === 'gpio' && name !== pin);
  const join = () => {
    if (to !== '') void act({ kind: 'wire', pins: [...new Set([pin, ...(wire ?? []), to as PinName])] });
    setTo('');
  };
  return (
    <Group title="Wire">
      {wire !== null && (
        <Button className="button-small" onClick={() => void act({ kind: 'unwire', pins: [pin] })}>
          <Unplug size={13} aria-hidden /> Take the wire to {wire.filter((each) => each !== pin).join(', ')} off
        </Button>
      )}
      <div className="wire-choice">
        <select className="input" aria-label="Wire to" value={to} onChange={(event) => setTo(event.target.value)}>
          <option value="">to a pin …</option>
          {others.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <Button className="button-small" disabled={to === ''} onClick={join}>
          Join
        </Button>
      </div>
    </Group>
  );
}

/** Closed by a press elsewhere; the focus goes in at first, and back to the pin when it would be lost. */
function useDismissal(popover: { current: HTMLDivElement | null }, anchor: Element, onClose: () => void): void {
  useEffect(() => {
    const element = popover.current;
    element?.focus();
    const closeOutside = (event: PointerEvent) => {
      const { target } = event;
      if (target instanceof Node && !element?.contains(target) && !anchor.contains(target)) onClose();
    };
    // What was pressed may be gone, and the focus with it.
    const closeUnfocused = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape' && document.activeElement === document.body) onClose();
    };
    document.addEventListener('pointerdown', closeOutside, true);
    document.addEventListener('keydown', closeUnfocused);
    return () => {
      document.removeEventListener('pointerdown', closeOutside, true);
      document.removeEventListener('keydown', closeUnfocused);
      const here = document.activeElement;
      if ((here === null || here === document.body || element?.contains(here)) && anchor instanceof SVGElement) {
        // Scrolled to now, what is being pressed would slip away from under the pointer.
        anchor.focus({ preventScroll: true });
      }
    };
  }, [popover, anchor, onClose]);
}

/** Escape closes; Tab goes round inside. */
function onDialogKey(event: KeyboardEvent, popover: HTMLDivElement | null, onClose: () => void): void {
  if (event.key === 'Escape') {
    event.stopPropagation();
    onClose();
    return;
  }
  if (event.key !== 'Tab' || popover === null) return;
  const stops = [...popover.querySelectorAll<HTMLElement>('button:not(:disabled), input, select')];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = at + (event.shiftKey ? -1 : 1);
  if (at > -1 && stops[next] !== undefined) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}
