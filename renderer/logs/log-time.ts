/** Moments of log rows in the reader's own time zone. */

const two = (value: number) => String(value).padStart(2, '0');

/** `20:15:03.042` on the day of `nowMs`, else `11-22 20:15:03`: both fit one column. */
export function shortTime(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  if (at.toDateString() === new Date(nowMs).toDateString())
    return `${time}.${String(at.getMilliseconds()).padStart(3, '0')}`;
  return `${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}

/** `20:15:03` on the day of `nowMs`, else `11-22 20:15:03`. */
export function secondTime(atMs: number, nowMs: number): string {
  return shortTime(atMs, nowMs).replace(/\.\d{3}$/, '');
}

/** `2026-11-22 20:15:03.042`. */
export function fullTime(atMs: number): string {
  const at = new Date(atMs);
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date} ${shortTime(atMs, atMs)}`;
}
