/** Keyboard shortcuts as text, `Ctrl+Shift+P`: matched against key events and shown to people. `Ctrl` is ⌘ on a Mac. */

export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

interface Shortcut {
  control: boolean;
  shift: boolean;
  alt: boolean;
  /** The key in lower case, as `KeyboardEvent.key` has it without Shift. */
  key: string;
}

/** Whether a key press is this shortcut, with exactly its modifiers. */
export function matchesShortcut(press: KeyPress, text: string, mac: boolean): boolean {
  const { control, shift, alt, key } = parse(text);
  const pressedControl = mac ? press.metaKey : press.ctrlKey;
  const otherModifier = mac ? press.ctrlKey : press.metaKey;
  if (control !== pressedControl || otherModifier || shift !== press.shiftKey || alt !== press.altKey) return false;
  // The backquote key types something else on many keyboards, so it is also known by its place.
  return press.key.toLowerCase() === key || (key === '`' && press.code === 'Backquote');
}

/** How the shortcut is written for people on this system: `Ctrl+Shift+P`, or `⇧⌘P` on a Mac. */
export function shortcutLabel(text: string, mac: boolean): string {
  if (!mac) return text;
  const { control, shift, alt } = parse(text);
  const key = text.slice(text.lastIndexOf('+') + 1);
  return `${alt ? '⌥' : ''}${shift ? '⇧' : ''}${control ? '⌘' : ''}${key}`;
}

/** The value of `aria-keyshortcuts`. https://www.w3.org/TR/wai-aria-1.2/#aria-keyshortcuts */
export function ariaShortcut(text: string, mac: boolean): string {
  return text.replace('Ctrl', mac ? 'Meta' : 'Control');
}

function parse(text: string): Shortcut {
  const parts = text.split('+');
  const key = parts.pop() ?? '';
  return {
    control: parts.includes('Ctrl'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt'),
    key: key.toLowerCase(),
  };
}
