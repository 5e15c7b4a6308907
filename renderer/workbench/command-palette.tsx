/** The command palette: type a part of a command's label, Enter runs it. */
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { type Command, runCommand } from '../design/command.ts';
import { reportError } from '../design/messages.ts';
import { isMac } from '../design/platform.ts';
import { shortcutLabel } from '../design/shortcut.ts';
import { matchingCommands } from './command-search.ts';

export function CommandPalette({ commands, onClose }: { commands: Command[]; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [index, setIndex] = useState(0);
  const listId = useId();
  const found = matchingCommands(commands, text);
  const chosen = found[Math.min(index, found.length - 1)];
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    if (chosen !== undefined) document.getElementById(`${listId}-${chosen.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, listId]);

  const run = (command: Command) => {
    if (!command.enabled) return;
    // Closed first: the command may put the focus somewhere, and closing gives it back to where it was.
    dialog.current?.close();
    onClose();
    runCommand(command, reportError);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setIndex((Math.min(index, found.length - 1) + step + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter' && chosen !== undefined) run(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label="Commands"
      onCancel={onClose}
      // The dialog covers itself with its content, so a press on the dialog is a press beside it.
      onPointerDown={(event) => event.target === dialog.current && onClose()}
    >
      <div className="palette-body">
        <input
          className="palette-input"
          role="combobox"
          aria-label="Find a command"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={chosen === undefined ? undefined : `${listId}-${chosen.id}`}
          placeholder="Find a command"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setIndex(0);
          }}
          onKeyDown={onKeyDown}
        />
        <PaletteList id={listId} commands={found} chosen={chosen} onRun={run} />
      </div>
    </dialog>
  );
}

interface PaletteListProps {
  id: string;
  commands: Command[];
  chosen: Command | undefined;
  onRun: (command: Command) => void;
}

function PaletteList({ id, commands, chosen, onRun }: PaletteListProps) {
  return (
    <>
      <div id={id} className="palette-list" role="listbox" aria-label="Commands">
        {commands.map((command) => (
          <PaletteRow
            key={command.id}
            id={`${id}-${command.id}`}
            command={command}
            chosen={command === chosen}
            onRun={() => onRun(command)}
          />
        ))}
      </div>
      {commands.length === 0 && <p className="palette-none">No command is named so.</p>}
    </>
  );
}

interface PaletteRowProps {
  id: string;
  command: Command;
  chosen: boolean;
  onRun: () => void;
}

function PaletteRow({ id, command, chosen, onRun }: PaletteRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above keeps the focus and has the keys.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-disabled={!command.enabled}
      className="palette-row"
      onPointerDown={(event) => event.preventDefault()}
      onClick={onRun}
    >
      <span>{command.label}</span>
      {command.shortcut !== undefined && <kbd>{shortcutLabel(command.shortcut, isMac)}</kbd>}
    </div>
  );
}
