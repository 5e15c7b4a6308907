/** What a person can do with a part that is joined to the board, and what it shows. */
import { Hand } from 'lucide-react';
import { type KeyboardEvent, memo, useState } from 'react';
import type { PartSnapshot } from '../../app/simulator/index.ts';
import { Button, IconButton } from '../design/button.tsx';
import { reportError } from '../design/messages.ts';
import { PartPicture } from './part-picture.tsx';
import { cssColour, formatPercent } from './pin-state.ts';
import { Slider, sliderNumber, sliderStep } from './slider.tsx';
import type { Steer } from './steering.ts';

export const PartControls = memo(({ part, steer }: { part: PartSnapshot; steer: Steer }) => {
  const { id, values, picture, light, memory } = part;
  const set = (name: string, value: number) => steer({ kind: 'set', id, name, value });
  return (
    <>
      {values.pressed !== undefined && (
        <PushButton name={id} pressed={values.pressed.value > 0} set={(on) => set('pressed', on ? 1 : 0)} />
      )}
      {Object.entries(values).map(([name, { value, unit, minimum, maximum }]) => {
        if (name === 'pressed') return null;
        const step = sliderStep(minimum, maximum);
        return (
          <Slider
            key={name}
            label={valueLabel(name)}
            {...{ value, minimum, maximum, step }}
            words={(now) => `${sliderNumber(now, step)} ${unit}`}
            send={(now) => set(name, now)}
          />
        );
      })}
      {light !== null && <Lamp light={light} />}
      {picture !== null && <PartPicture name={part.name} picture={picture} />}
      {memory !== null && <Memory memory={memory} />}
    </>
  );
});

/** Down while the pointer or the space key is down, or for good with the hand. */
function PushButton({
  name,
  pressed,
  set,
}: {
  name: string;
  pressed: boolean;
  set: (on: boolean) => Promise<unknown>;
}) {
  const [held, setHeld] = useState(false);
  const press = (on: boolean) => {
    if (!held) set(on).catch(reportError);
  };
  const byKey = (event: KeyboardEvent, on: boolean) => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    if (!event.repeat) press(on);
  };
  return (
    <div className="part-push">
      <Button
        className={pressed ? 'push-button push-button-down' : 'push-button'}
        aria-label={`Press ${name}`}
        aria-pressed={pressed}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          press(true);
        }}
        onPointerUp={() => press(false)}
        onPointerCancel={() => press(false)}
        onKeyDown={(event) => byKey(event, true)}
        onKeyUp={(event) => byKey(event, false)}
        onBlur={() => pressed && press(false)}
      >
        {pressed ? 'Pressed' : 'Press'}
      </Button>
      <IconButton
        label={held ? `Let ${name} go` : `Hold ${name} down`}
        pressed={held}
        tooltipSide="left"
        onClick={() => {
          setHeld(!held);
          set(!held).catch(reportError);
        }}
      >
        <Hand size={14} />
      </IconButton>
    </div>
  );
}

function Lamp({ light: { colour, brightness } }: { light: NonNullable<PartSnapshot['light']> }) {
  const words = brightness === 0 ? 'dark' : brightness === 1 ? 'lit' : `lit, ${formatPercent(brightness)}`;
  return (
    <p className="part-lamp">
      <span className="lamp" style={{ color: cssColour(colour) }} aria-hidden="true">
        <span className="lamp-light" style={{ opacity: brightness }} />
      </span>
      {words}
    </p>
  );
}

function Memory({ memory: { totalBytes, writtenBytes, start } }: { memory: NonNullable<PartSnapshot['memory']> }) {
  const hex = [...start.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0'));
  return (
    <div className="part-memory">
      <p>
        {writtenBytes === 0 ? 'Nothing written' : `${writtenBytes.toLocaleString('en')} bytes written`} of{' '}
        {totalBytes.toLocaleString('en')}
      </p>
      {writtenBytes > 0 && (
        <code>
          0000 {hex.slice(0, 8).join(' ')}
          <br />
          0008 {hex.slice(8).join(' ')}
        </code>
      )}
    </div>
  );
}

const labels: Readonly<Record<string, string>> = {
  accelX: 'Acceleration x',
  accelY: 'Acceleration y',
  accelZ: 'Acceleration z',
  gyroX: 'Rotation x',
  gyroY: 'Rotation y',
  gyroZ: 'Rotation z',
};

function valueLabel(name: string): string {
  return labels[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
}
