/** What a part shows: a display's pixels on a canvas, a strip's colours as lamps. */
import { useEffect, useRef } from 'react';
import type { PartSnapshot } from '../../app/simulator/index.ts';
import { pictureColours, stripColours } from './picture-colours.ts';

type Picture = NonNullable<PartSnapshot['picture']>;

/** More lamps than these are drawn as pixels. */
const maxLamps = 144;

export function PartPicture({ name, picture }: { name: string; picture: Picture }) {
  const isStrip = picture.format === 'rgb' && picture.height === 1 && picture.width <= maxLamps;
  return isStrip ? <Strip name={name} picture={picture} /> : <Display name={name} picture={picture} />;
}

function Display({ name, picture }: { name: string; picture: Picture }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = picture;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(pictureColours(picture), picture.width, picture.height), 0, 0);
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      className="part-display"
      width={width}
      height={height}
      role="img"
      aria-label={`Picture of the ${name}, ${litCount(picture)} of ${width * height} pixels lit`}
    />
  );
}

function Strip({ name, picture }: { name: string; picture: Picture }) {
  const colours = stripColours(picture);
  const lit = colours.filter(({ brightness }) => brightness > 0).length;
  return (
    <div className="part-strip" role="img" aria-label={`${name}, ${lit} of ${colours.length} lit`}>
      {colours.map(({ at, colour, brightness }) => (
        <span key={at} className="lamp" style={{ color: colour }} title={`${at}: ${colour}`}>
          <span className="lamp-light" style={{ opacity: brightness === 0 ? 0 : 0.35 + 0.65 * brightness }} />
        </span>
      ))}
    </div>
  );
}

function litCount({ pixels, format }: Picture): number {
  if (format === 'grey') return pixels.reduce((count, grey) => (grey > 0 ? count + 1 : count), 0);
  return stripColours({ width: pixels.length / 3, height: 1, format, pixels }).filter(
    ({ brightness }) => brightness > 0,
  ).length;
}
