/** Fits a board's output together from what the host kept and what it pushes, so that nothing stands there twice. */

export interface PlacedOutput {
  /** The bytes that are new. */
  bytes: Uint8Array;
  /** How many bytes of the session's output are shown after them. */
  shownBytes: number;
}

/** `position` counts the bytes of the board's session before `bytes`. What is shown already is left out. */
export function placeOutput(shownBytes: number, position: number, bytes: Uint8Array): PlacedOutput {
  const known = Math.min(bytes.length, Math.max(0, shownBytes - position));
  return { bytes: bytes.subarray(known), shownBytes: Math.max(shownBytes, position + bytes.length) };
}
