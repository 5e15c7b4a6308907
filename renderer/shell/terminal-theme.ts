/** The shell's colours from the palette. xterm.js lifts what a program prints in other colours to AA by itself. */
import type { ITheme } from '@xterm/xterm';
import type { Palette } from '../design/palette.ts';

export function terminalTheme(palette: Palette): ITheme {
  return {
    background: palette.surface,
    foreground: palette.text,
    cursor: palette.accent,
    cursorAccent: palette.surface,
    selectionBackground: `${palette.focus}55`,
    selectionInactiveBackground: `${palette.focus}33`,
    scrollbarSliderBackground: `${palette.controlBorder}66`,
    scrollbarSliderHoverBackground: `${palette.controlBorder}99`,
    scrollbarSliderActiveBackground: `${palette.controlBorder}cc`,
    overviewRulerBorder: palette.surface,
    black: palette.sunken,
    brightBlack: palette.muted,
    red: palette.stop,
    brightRed: palette.stop,
    green: palette.run,
    brightGreen: palette.run,
    yellow: palette.warning,
    brightYellow: palette.warning,
    blue: palette.focus,
    brightBlue: palette.focus,
    magenta: palette.codeKeyword,
    brightMagenta: palette.codeKeyword,
    cyan: palette.codeNumber,
    brightCyan: palette.codeNumber,
    white: palette.text,
    brightWhite: palette.text,
  };
}
