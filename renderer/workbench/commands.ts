/** Every command of the workbench: its label, its shortcut, when it works and what it does. */
import { explainError } from '../../app/board-errors/index.ts';
import type { BoardSummary } from '../../app/contract/index.ts';
import type { Command } from '../design/command.ts';
import { closeToastsAbout, showToast } from '../design/messages.ts';
import { chooseTheme } from '../design/theme.ts';
import { type Editor, isDirty } from '../editor/index.ts';
import { askConflicts, askNewProjectItem, copyFiles, type FileQuestion, outcomeSentence } from '../files/index.ts';
import { askToSetUp } from '../logs/index.ts';
import type { DockHandle } from './dock.tsx';
import type { Enablement } from './enablement.ts';
import type { OnSaveStore } from './on-save.ts';
import type { WorkbenchParts } from './parts.ts';
import { runActiveDocument } from './run-program.ts';
import { openAsSent } from './source-link.ts';

export interface CommandContext {
  parts: WorkbenchParts;
  board: BoardSummary | null;
  editor: Editor | null;
  enabled: Enablement;
  hostConnected: boolean;
  dock: { readonly current: DockHandle | null };
  openPalette: () => void;
  shellVisible: boolean;
}

export type Commands = { [Name in keyof ReturnType<typeof buildCommands>]: Command };

/** Made anew at each drawing, so that a label and whether it works are always of the moment. */
export function createCommands(context: CommandContext): Commands {
  return buildCommands(context);
}

function buildCommands(context: CommandContext) {
  return {
    ...programCommands(context),
    ...fileCommands(context),
    ...editorCommands(context),
    ...boardCommands(context),
    ...viewCommands(context),
    ...themeCommands(),
  } satisfies Record<string, Command>;
}

function programCommands(context: CommandContext) {
  const { parts, board, enabled } = context;
  const { boards } = parts.session.host.services;
  return {
    run: {
      id: 'run',
      label: 'Save and run the program',
      shortcut: 'F5',
      enabled: enabled.run,
      run: () => runShown(context),
    },
    stop: {
      id: 'stop',
      label: 'Stop what the board does',
      shortcut: 'Shift+F5',
      enabled: enabled.stop,
      run: async () => {
        if (board !== null) await boards.stop(board.address);
      },
    },
  } satisfies Record<string, Command>;
}

async function runShown({ parts, board, editor, dock, shellVisible }: CommandContext): Promise<void> {
  if (editor === null || board === null) return;
  const terminal = parts.shell.terminal(board.address);
  const raised = await runActiveDocument(editor, parts.session.host.services.boards, board.address, (origin, text) =>
    terminal.noteRun((line) => {
      void openAsSent({ session: parts.session, editor, dock }, editor, origin, { line, sentText: async () => text });
    }),
  );
  // In the shell it stands already.
  if (raised === null || shellVisible) return;
  // What to do stands in the shell.
  const [means = ''] = /^.+?[.!?](?=\s|$)/.exec(explainError(raised) ?? '') ?? [];
  const stopped = `The program stopped with ${raised || 'an error'}.`;
  const message = [stopped, means, 'The shell shows where.'].filter((sentence) => sentence !== '').join(' ');
  showToast('error', message, { about: board.address });
}

function fileCommands(context: CommandContext) {
  const { parts, editor, enabled, hostConnected } = context;
  const documents = editor?.documents;
  const active = documents?.active ?? null;
  const dirty = documents?.store.getState().open.some(isDirty) ?? false;
  const save = (id: string, label: string, shortcut: string, enabled: boolean, run: () => Promise<void>): Command => ({
    id,
    label,
    shortcut,
    enabled: enabled && hostConnected,
    run,
  });
  return {
    save: save('save', 'Save the file', 'Ctrl+S', active !== null && isDirty(active), async () => {
      if (active === null || documents === undefined) return;
      await documents.save(active.id);
      const saved = documents.find(active.id);
      if (saved !== null && !isDirty(saved) && saved.origin.kind === 'project') await afterSaving(context);
    }),
    saveAll: save('save-all', 'Save every file', 'Ctrl+Alt+S', dirty, async () => {
      for (const { id } of documents?.store.getState().open ?? []) await documents?.save(id);
    }),
    saveToBoard: save(
      'save-to-board',
      'Save the file to the board',
      'Ctrl+Shift+S',
      enabled.useBoard && active?.origin.kind === 'project' && active.content.kind === 'text',
      () => saveActiveToBoard(context),
    ),
    ...onSaveCommands(parts.onSave),
    newFile: {
      id: 'new-file',
      label: 'New file…',
      shortcut: 'Ctrl+Alt+N',
      enabled: hostConnected,
      run: () => {
        const { files } = parts.session.project.getState();
        const service = parts.session.host.services.project;
        const ask = (question: FileQuestion) => parts.questions.setState({ question });
        askNewProjectItem({ what: 'file', folder: '', files, service, ask }, (path) =>
          documents?.open({ kind: 'project', path }),
        );
      },
    },
  } satisfies Record<string, Command>;
}

function onSaveCommands(onSave: OnSaveStore) {
  const { copy, run } = onSave.getState();
  return {
    copyOnSave: {
      id: 'copy-on-save',
      label: copy ? 'Stop copying each saved file to the board' : 'Copy each saved file to the board from now on',
      enabled: true,
      run: () => onSave.setState({ copy: !copy }),
    },
    runOnSave: {
      id: 'run-on-save',
      label: run ? 'Stop running each program that is saved' : 'Run each program that is saved from now on',
      enabled: true,
      run: () => onSave.setState({ run: !run }),
    },
  } satisfies Record<string, Command>;
}

/** What the user chose to have done with each file that is saved. */
async function afterSaving(context: CommandContext): Promise<void> {
  const { parts, board, enabled } = context;
  const { copy, run } = parts.onSave.getState();
  if (board === null || (!copy && !run)) return;
  const { boards } = parts.session.host.services;
  if (enabled.stop) await boards.stop(board.address);
  else if (!enabled.useBoard) return;
  if (copy) await saveActiveToBoard(context);
  if (run) await runShown(context);
}

async function saveActiveToBoard({ parts, board, editor }: CommandContext): Promise<void> {
  const documents = editor?.documents;
  const active = documents?.active ?? null;
  if (board === null || documents === undefined || active?.origin.kind !== 'project') return;
  const { path } = active.origin;
  await documents.save(active.id);
  if (documents.find(active.id)?.conflict === true) return;
  const folder = `/${path.slice(0, path.lastIndexOf('/') + 1)}`;
  const ask = askConflicts((question) => parts.questions.setState({ question }), 'on the board');
  const { ours } = parts.boardFiles.of(board.address);
  const request = { address: board.address, direction: 'to-board', sources: [path], folder, ours } as const;
  const outcome = await copyFiles(parts.session.host.services, request, ask);
  if (outcome !== null) showToast('done', outcomeSentence(outcome, 'on the board'));
  await parts.boardFiles.of(board.address).refresh();
}

function editorCommands({ editor }: CommandContext) {
  const hasText = editor?.documents.active?.content.kind === 'text';
  return {
    find: { id: 'find', label: 'Find in the file', shortcut: 'Ctrl+F', enabled: hasText, run: () => editor?.find() },
    goToLine: {
      id: 'go-to-line',
      label: 'Go to a line',
      shortcut: 'Ctrl+G',
      enabled: hasText,
      run: () => editor?.goToLine(),
    },
  } satisfies Record<string, Command>;
}

const simulatedAddress = 'sim:';

function boardCommands({ parts, board, enabled, hostConnected }: CommandContext) {
  const { boards } = parts.session.host.services;
  return {
    connect: {
      id: 'connect',
      label: board === null ? 'Connect the simulated Pico W' : `Connect ${board.title}`,
      enabled: enabled.connect,
      run: async () => {
        const address = board?.address ?? simulatedAddress;
        parts.session.boards.setState({ picked: address });
        await boards.connect(address);
      },
    },
    disconnect: {
      id: 'disconnect',
      label: board === null ? 'Disconnect' : `Disconnect ${board.title}`,
      enabled: enabled.disconnect,
      run: async () => {
        if (board === null) return;
        parts.session.boards.setState({ picked: board.address });
        await boards.disconnect(board.address);
      },
    },
    softReset: {
      id: 'soft-reset',
      label: 'Restart the board’s Python (soft reset)',
      shortcut: 'Ctrl+F2',
      enabled: enabled.useBoard,
      run: async () => {
        if (board === null) return;
        closeToastsAbout(board.address);
        await boards.softReset(board.address);
      },
    },
    sendLogsHere: {
      id: 'send-logs-here',
      label: 'Send this board’s logs here…',
      // A program that runs is stopped for it, and started again.
      enabled: enabled.useBoard || enabled.stop,
      run: () => {
        if (board !== null) askToSetUp(parts.boardSetUp, board);
      },
    },
    explainError: {
      id: 'explain-error',
      label: 'Say what the last error in the shell means',
      enabled: board !== null,
      run: () => {
        if (board === null) return;
        const { error, meaning } = parts.shell.terminal(board.address).explainedError ?? {};
        const sentence =
          error === undefined ? 'The shell shows no error that Bramble can explain.' : `${error}. ${meaning}`;
        showToast(error === undefined ? 'done' : 'error', sentence, { about: board.address });
      },
    },
    clearShell: {
      id: 'clear-shell',
      label: 'Clear the shell',
      shortcut: 'Ctrl+Alt+L',
      enabled: hostConnected && board !== null,
      run: () => {
        if (board !== null) parts.shell.terminal(board.address).clear();
      },
    },
  } satisfies Record<string, Command>;
}

function viewCommands({ parts, board, editor, dock, openPalette }: CommandContext) {
  const view = (id: string, label: string, shortcut: string, run: () => void): Command => ({
    id,
    label,
    shortcut,
    enabled: true,
    run,
  });
  return {
    palette: view('palette', 'Show every command', 'Ctrl+Shift+P', openPalette),
    showEditor: view('show-editor', 'Go to the editor', 'Ctrl+1', () => {
      dock.current?.reveal('editor');
      editor?.focus();
    }),
    showFiles: view('show-files', 'Go to the files', 'Ctrl+Shift+E', () => {
      dock.current?.reveal('files');
      focusFirst('.files [role="treeitem"][tabindex="0"]');
    }),
    showBoard: view('show-board', 'Go to the board', 'Ctrl+Shift+B', () => {
      dock.current?.reveal('board');
      focusFirst('.board [tabindex="0"]');
    }),
    showShell: view('show-shell', 'Go to the shell', 'Ctrl+`', () => {
      dock.current?.reveal('shell');
      if (board !== null) parts.shell.terminal(board.address).focus();
    }),
    showLogs: view('show-logs', 'Go to the logs', 'Ctrl+Shift+Y', () => {
      dock.current?.reveal('logs');
      focusFirst('.logs input');
    }),
    maximise: view('maximise', 'Make the panel large, or small again', 'Ctrl+Alt+M', () =>
      dock.current?.toggleMaximised(),
    ),
    resetLayout: {
      id: 'reset-layout',
      label: 'Put the panels back in their usual places',
      enabled: true,
      run: () => dock.current?.reset(),
    },
  } satisfies Record<string, Command>;
}

function themeCommands() {
  const theme = (id: string, label: string, choice: Parameters<typeof chooseTheme>[0]): Command => ({
    id,
    label,
    enabled: true,
    run: () => chooseTheme(choice),
  });
  return {
    themeSystem: theme('theme-system', 'Theme: as the system', 'system'),
    themeLight: theme('theme-light', 'Theme: light', 'light'),
    themeDark: theme('theme-dark', 'Theme: dark', 'dark'),
    themeContrast: theme('theme-contrast', 'Theme: high contrast', 'contrast'),
  } satisfies Record<string, Command>;
}

/** Panels draw after this task; what is to get the focus is there by then. */
function focusFirst(selector: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus());
}
