/** What of a Pico W is drawn beside its pins: the chips, the antenna, the socket, the LED that lights. Measures in millimetres. */
import { memo, useId } from 'react';

export const Led = memo(LedDrawing);

function LedDrawing({ on }: { on: boolean }) {
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

/** All that never changes. */
export const Scenery = memo(() => (
  <>
    <Antenna />
    <Parts />
  </>
));

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
