/** Shortcuts work wherever the focus is, before Monaco and the terminal see the keys. Not while a dialog asks. */
import { useEffect, useRef } from 'react';
import { runCommand } from '../design/command.ts';
import { reportError } from '../design/messages.ts';
import { isMac } from '../design/platform.ts';
import { matchesShortcut } from '../design/shortcut.ts';
import type { Commands } from './commands.ts';

export function useShortcuts(commands: Commands): void {
  const current = useRef(commands);
  current.current = commands;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = Object.values(current.current).find(
        ({ shortcut }) => shortcut !== undefined && matchesShortcut(event, shortcut, isMac),
      );
      if (command === undefined || leftToPanel(command.id) || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      event.stopPropagation();
      runCommand(command, reportError);
    };
    addEventListener('keydown', onKeyDown, true);
    return () => removeEventListener('keydown', onKeyDown, true);
  }, []);
}

/** In the shell, Ctrl-F and Ctrl-G belong to the board. */
function leftToPanel(commandId: string): boolean {
  return (commandId === 'find' || commandId === 'go-to-line') && document.activeElement?.closest('.shell') != null;
}
