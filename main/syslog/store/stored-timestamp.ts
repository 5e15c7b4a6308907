/**
 * A sender's time as it is stored beside the instant that it means: nothing but a short code where the instant gives the
 * text back, which saves 15 to 24 bytes a row. Anything else is stored as it was written.
 */

const dayMs = 86_400_000;
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const code = { isoMilliseconds: 'm', isoSeconds: 's', bsd: 'b' } as const;

/** A text that the parser read as `timeMs`, for the store. `zoneOffsetMinutes` is what it resolved local times with. */
export function toStoredTimestamp(
  text: string | null,
  timeMs: number | null,
  zoneOffsetMinutes: number,
): string | null {
  if (text === null || timeMs === null) return text;
  if (text.length === 15) return bsdCode(text, timeMs, zoneOffsetMinutes) ?? text;
  if (text.charCodeAt(10) !== 0x54 || text.charCodeAt(text.length - 1) !== 0x5a) return text;
  if (text.length === 24 && text.charCodeAt(19) === 0x2e) return code.isoMilliseconds;
  return text.length === 20 ? code.isoSeconds : text;
}

/** The text as the sender wrote it. */
export function fromStoredTimestamp(stored: string | null, timeMs: number | null): string | null {
  if (stored === null || timeMs === null || stored.length > 5) return stored;
  if (stored === code.isoMilliseconds) return new Date(timeMs).toISOString();
  if (stored === code.isoSeconds) return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
  return bsdText(timeMs + Number(stored.slice(1)) * 60_000);
}

/** `Oct  1 22:14:15`: which of the two zones it was read in shows in its seconds of the day. */
function bsdCode(text: string, timeMs: number, zoneOffsetMinutes: number): string | null {
  // "Oct 01" is another spelling, and "*Oct 1" of Cisco's as long as the right one.
  if (text.charCodeAt(4) === 0x30 || text.charCodeAt(3) !== 0x20 || text.charCodeAt(6) !== 0x20) return null;
  const inDay = (number(text, 7) * 60 + number(text, 10)) * 60 + number(text, 13);
  if (isSecondOfDay(timeMs, inDay)) return code.bsd;
  return isSecondOfDay(timeMs + zoneOffsetMinutes * 60_000, inDay) ? `${code.bsd}${zoneOffsetMinutes}` : null;
}

function isSecondOfDay(timeMs: number, second: number): boolean {
  const inDayMs = timeMs % dayMs;
  return (inDayMs < 0 ? inDayMs + dayMs : inDayMs) === second * 1000;
}

function number(text: string, start: number): number {
  return (text.charCodeAt(start) - 48) * 10 + text.charCodeAt(start + 1) - 48;
}

function bsdText(localMs: number): string {
  const iso = new Date(localMs).toISOString();
  const day = iso.charCodeAt(8) === 0x30 ? ` ${iso[9]}` : iso.slice(8, 10);
  return `${monthNames[Number(iso.slice(5, 7)) - 1]} ${day} ${iso.slice(11, 19)}`;
}
