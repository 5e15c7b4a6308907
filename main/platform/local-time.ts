/** This computer's local time as a board's clock takes it. MicroPython knows no time zones: a board's clock shows local time. */

/** Anything else sets the clock. */
const off = /^(off|no|0|false)$/i;

export type RtcTime = [number, number, number, number, number, number, number, number];

export function localRtcTime(date = new Date()): RtcTime {
  return [
    date.getFullYear(),
    date.getMonth() + 1,
    date.getDate(),
    // Monday is 0 on the board.
    (date.getDay() + 6) % 7,
    date.getHours(),
    date.getMinutes(),
    date.getSeconds(),
    0,
  ];
}

/** What a session sets clocks to: null with `BRAMBLE_RTC=off`. */
export function rtcTimeOf(environment: Readonly<Record<string, string | undefined>>): () => RtcTime | null {
  return off.test(environment.BRAMBLE_RTC ?? '') ? () => null : () => localRtcTime();
}
