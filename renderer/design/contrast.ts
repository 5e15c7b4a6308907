/** WCAG 2.2 contrast of two opaque colours. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */

/** 1 (the same colour) to 21 (black on white). Takes `#RRGGBB`; throws a RangeError for anything else. */
export function contrastRatio(foreground: string, background: string): number {
  const [darker = 0, lighter = 0] = [relativeLuminance(foreground), relativeLuminance(background)].sort(
    (a, b) => a - b,
  );
  return (lighter + 0.05) / (darker + 0.05);
}

function relativeLuminance(colour: string): number {
  if (!/^#[0-9A-F]{6}$/i.test(colour)) throw new RangeError(`"${colour}" is not a colour of the form #RRGGBB.`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) =>
    linear(Number.parseInt(colour.slice(start, start + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
