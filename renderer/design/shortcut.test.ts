import { describe, expect, test } from 'vitest';
import { ariaShortcut, type KeyPress, matchesShortcut, shortcutLabel } from './shortcut.ts';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held };
}

describe('a shortcut', () => {
  test('matches its key with exactly its modifiers', () => {
    const presses = [
      press('P', { ctrlKey: true, shiftKey: true }),
      press('p', { ctrlKey: true }),
      press('P', { ctrlKey: true, shiftKey: true, altKey: true }),
      press('P', { metaKey: true, shiftKey: true }),
    ];
    expect(presses.map((each) => matchesShortcut(each, 'Ctrl+Shift+P', false))).toEqual([true, false, false, false]);
  });

  test('means the command key on a Mac', () => {
    expect([
      matchesShortcut(press('s', { metaKey: true }), 'Ctrl+S', true),
      matchesShortcut(press('s', { ctrlKey: true }), 'Ctrl+S', true),
    ]).toEqual([true, false]);
  });

  test('finds the backquote by its place where the layout types something else', () => {
    expect(matchesShortcut(press('^', { ctrlKey: true, code: 'Backquote' }), 'Ctrl+`', false)).toBe(true);
  });

  test('is written as the system writes it', () => {
    expect([
      shortcutLabel('Ctrl+Shift+P', false),
      shortcutLabel('Ctrl+Shift+P', true),
      shortcutLabel('F5', true),
    ]).toEqual(['Ctrl+Shift+P', '⇧⌘P', 'F5']);
  });

  test('is written for assistive technology', () => {
    expect([ariaShortcut('Ctrl+S', false), ariaShortcut('Ctrl+S', true)]).toEqual(['Control+S', 'Meta+S']);
  });
});
