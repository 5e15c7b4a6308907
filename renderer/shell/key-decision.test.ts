import { describe, expect, test } from 'vitest';
import type { KeyPress } from '../design/shortcut.ts';
import { decideKey } from './key-decision.ts';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held };
}

describe('a key in the shell', () => {
  test('Ctrl-C interrupts the program when nothing is selected', () => {
    expect(decideKey(press('c', { ctrlKey: true }), false, false)).toBe('send');
  });

  test('Ctrl-C copies a selection, and Ctrl-Shift-C always means to', () => {
    expect([
      decideKey(press('c', { ctrlKey: true }), true, false),
      decideKey(press('C', { ctrlKey: true, shiftKey: true }), false, false),
    ]).toEqual(['copy', 'copy']);
  });

  test('Ctrl-V and Shift-Insert paste', () => {
    expect([
      decideKey(press('v', { ctrlKey: true }), false, false),
      decideKey(press('Insert', { shiftKey: true }), false, false),
    ]).toEqual(['paste', 'paste']);
  });

  test('on a Mac the clipboard is the command key’s, and Ctrl-C always interrupts', () => {
    expect([
      decideKey(press('c', { metaKey: true }), true, true),
      decideKey(press('v', { metaKey: true }), false, true),
      decideKey(press('c', { ctrlKey: true }), true, true),
    ]).toEqual(['copy', 'paste', 'send']);
  });

  test('everything else is the board’s', () => {
    const keys = [
      press('a'),
      press('d', { ctrlKey: true }),
      press('ArrowUp'),
      press('v', { altKey: true, ctrlKey: true }),
    ];
    expect(keys.map((key) => decideKey(key, true, false))).toEqual(['send', 'send', 'send', 'send']);
  });
});
