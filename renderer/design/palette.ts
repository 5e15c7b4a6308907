/** Every colour of the interface by its role, in each theme. What draws (CSS, Monaco, xterm.js) takes its colours from here. */

export interface Palette {
  background: string;
  surface: string;
  sunken: string;
  hover: string;
  border: string;
  /** The edge of what can be typed in or pressed: 3:1 on the surfaces (WCAG 1.4.11). */
  controlBorder: string;
  text: string;
  muted: string;
  accent: string;
  onAccent: string;
  /** What is selected, under `text`, `muted` and `accent`. */
  selection: string;
  run: string;
  onRun: string;
  stop: string;
  onStop: string;
  warning: string;
  focus: string;
  logCritical: string;
  onLogCritical: string;
  logError: string;
  logWarning: string;
  logNotice: string;
  codeKeyword: string;
  codeString: string;
  codeNumber: string;
  codeDecorator: string;
}

export type PaletteName = 'light' | 'dark' | 'contrast-light' | 'contrast-dark';

const light: Palette = {
  background: '#FBFAF8',
  surface: '#FFFFFF',
  sunken: '#F2F0EC',
  hover: '#EDEAE4',
  border: '#DCD8D0',
  controlBorder: '#8C857A',
  text: '#1F1B16',
  muted: '#655F57',
  accent: '#A3154A',
  onAccent: '#FFFFFF',
  selection: '#FAE6EE',
  run: '#1A6E36',
  onRun: '#FFFFFF',
  stop: '#B3261E',
  onStop: '#FFFFFF',
  warning: '#7A5200',
  focus: '#1D5FD1',
  logCritical: '#9B1C1C',
  onLogCritical: '#FFFFFF',
  logError: '#B3261E',
  logWarning: '#7A5200',
  logNotice: '#1D5FD1',
  codeKeyword: '#6B3FA0',
  codeString: '#7A5200',
  codeNumber: '#0B6570',
  codeDecorator: '#1D5FD1',
};

const dark: Palette = {
  background: '#16151A',
  surface: '#1D1C22',
  sunken: '#111014',
  hover: '#2A2831',
  border: '#35333D',
  controlBorder: '#767182',
  text: '#ECE9F1',
  muted: '#A29DAE',
  accent: '#FF6B9A',
  onAccent: '#2B0614',
  selection: '#3B1F2C',
  run: '#4CC473',
  onRun: '#06210F',
  stop: '#FF7A70',
  onStop: '#2D0603',
  warning: '#F0B429',
  focus: '#7DB0FF',
  logCritical: '#B42318',
  onLogCritical: '#FFFFFF',
  logError: '#FF8A80',
  logWarning: '#F0B429',
  logNotice: '#8AB8FF',
  codeKeyword: '#C7A8FF',
  codeString: '#E9C46A',
  codeNumber: '#7FD6DC',
  codeDecorator: '#8AB8FF',
};

const contrastLight: Palette = {
  ...light,
  background: '#FFFFFF',
  sunken: '#FFFFFF',
  hover: '#E6E6E6',
  border: '#000000',
  controlBorder: '#000000',
  text: '#000000',
  muted: '#333333',
  accent: '#7A0033',
  selection: '#FFE3EE',
  run: '#0B4A1F',
  stop: '#8C1010',
  warning: '#553900',
  focus: '#0037B3',
  logCritical: '#7A0C0C',
  logError: '#8C1010',
  logWarning: '#553900',
  logNotice: '#0037B3',
  codeKeyword: '#4B1F85',
  codeString: '#553900',
  codeNumber: '#00454E',
  codeDecorator: '#0037B3',
};

const contrastDark: Palette = {
  ...dark,
  background: '#000000',
  surface: '#000000',
  sunken: '#000000',
  hover: '#2B2B2B',
  border: '#FFFFFF',
  controlBorder: '#FFFFFF',
  text: '#FFFFFF',
  muted: '#D6D6D6',
  accent: '#FF9ABC',
  selection: '#4A1A2E',
  run: '#6BE694',
  stop: '#FFA39C',
  warning: '#FFD166',
  focus: '#A8CBFF',
  logCritical: '#9B1C1C',
  logError: '#FFA39C',
  logWarning: '#FFD166',
  logNotice: '#A8CBFF',
  codeKeyword: '#DCC8FF',
  codeString: '#FFE08A',
  codeNumber: '#A5F0F5',
  codeDecorator: '#A8CBFF',
};

export const palettes: Record<PaletteName, Palette> = {
  light,
  dark,
  'contrast-light': contrastLight,
  'contrast-dark': contrastDark,
};

/** The name of a palette entry as a CSS custom property: `controlBorder` is `--control-border`. */
export function cssVariable(role: keyof Palette): string {
  return `--${role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
