/** The font of code and terminals. What measures it (Monaco, xterm.js) measures once, so it has to be there before. */

export const codeFontFamily = '"JetBrains Mono", ui-monospace, monospace';

/** Resolves when the font has come, or when it will not. Browsers fetch a font only when something asks for it. */
export async function codeFontLoaded(): Promise<void> {
  const fonts = ['400 13px "JetBrains Mono"', '700 13px "JetBrains Mono"'];
  await Promise.allSettled(fonts.map((font) => document.fonts.load(font)));
}
