/** A value to slide, with its words. While a hand is on it, what the board says does not move it. */
import { useId, useState } from 'react';
import { useLatest } from './use-latest.ts';

interface SliderProps {
  label: string;
  value: number;
  minimum: number;
  maximum: number;
  step: number;
  words: (value: number) => string;
  send: (value: number) => Promise<unknown>;
}

export function Slider({ label, value, minimum, maximum, step, words, send }: SliderProps) {
  const id = useId();
  const [held, setHeld] = useState<number | null>(null);
  const sendLatest = useLatest(send);
  const shown = held ?? value;
  const letGo = () => setHeld(null);
  return (
    <div className="slider">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={minimum}
        max={maximum}
        step={step}
        value={shown}
        aria-valuetext={words(shown)}
        onChange={(event) => {
          const next = event.target.valueAsNumber;
          setHeld(next);
          sendLatest(next);
        }}
        onPointerUp={letGo}
        onKeyUp={letGo}
        onBlur={letGo}
      />
      <output className="slider-words" htmlFor={id}>
        {words(shown)}
      </output>
    </div>
  );
}

/** A step that people would choose: about two hundred over the range. */
export function sliderStep(minimum: number, maximum: number): number {
  const rough = (maximum - minimum) / 200;
  return 10 ** Math.round(Math.log10(rough));
}

/** As many digits as the step has. */
export function sliderNumber(value: number, step: number): string {
  return value.toFixed(Math.max(0, Math.ceil(-Math.log10(step))));
}
