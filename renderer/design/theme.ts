/** Which palette the page wears: the user's choice, kept in the page's storage, or the system's. */
import { createStore } from 'zustand/vanilla';
import { cssVariable, type Palette, type PaletteName, palettes } from './palette.ts';

export const themeChoices = ['system', 'light', 'dark', 'contrast'] as const;

export type ThemeChoice = (typeof themeChoices)[number];

export interface SystemLook {
  dark: boolean;
  moreContrast: boolean;
}

export interface Theme {
  choice: ThemeChoice;
  name: PaletteName;
  palette: Palette;
}

/** The palette for a choice: `system` follows the system in both, `contrast` follows it in light or dark. */
export function paletteFor(choice: ThemeChoice, system: SystemLook): PaletteName {
  if (choice === 'light' || choice === 'dark') return choice;
  const tone = system.dark ? 'dark' : 'light';
  return choice === 'contrast' || system.moreContrast ? `contrast-${tone}` : tone;
}

export function isDark(name: PaletteName): boolean {
  return name === 'dark' || name === 'contrast-dark';
}

const storageKey = 'bramble.theme';
const darkQuery = '(prefers-color-scheme: dark)';
const contrastQuery = '(prefers-contrast: more)';

export const themeStore = createStore<Theme>(() => ({ choice: 'system', name: 'light', palette: palettes.light }));

/** Dresses the page and keeps it dressed as the system's look changes. Called once, before the first paint. */
export function startTheme(): void {
  for (const query of [darkQuery, contrastQuery]) matchMedia(query).addEventListener('change', applyTheme);
  // Another tab of the same Bramble chose a theme.
  addEventListener('storage', (event) => event.key === storageKey && applyTheme());
  applyTheme();
}

/** Keeps the user's choice and applies it at once. */
export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(storageKey, choice);
  applyTheme();
}

function applyTheme(): void {
  const choice = readChoice();
  const system = { dark: matchMedia(darkQuery).matches, moreContrast: matchMedia(contrastQuery).matches };
  const name = paletteFor(choice, system);
  themeStore.setState({ choice, name, palette: palettes[name] });
  dress(document.documentElement, name);
}

function readChoice(): ThemeChoice {
  const kept = localStorage.getItem(storageKey);
  return themeChoices.find((choice) => choice === kept) ?? 'system';
}

function dress(element: HTMLElement, name: PaletteName): void {
  element.dataset.theme = name;
  element.style.colorScheme = isDark(name) ? 'dark' : 'light';
  for (const [role, colour] of Object.entries(palettes[name])) {
    element.style.setProperty(cssVariable(role as keyof Palette), colour);
  }
}
