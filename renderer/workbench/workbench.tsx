/** The frame that holds the features: it wires them to each other and to the commands, and decides nothing else. */
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { BoardPanel } from '../board/index.ts';
import { Button } from '../design/button.tsx';
import { runCommand } from '../design/command.ts';
import { reportError } from '../design/messages.ts';
import { Toasts } from '../design/toast.tsx';
import { DifferenceView, EditorPanel } from '../editor/index.ts';
import { FileQuestions, FilesPanel } from '../files/index.ts';
import { BoardSetUp, LogsPanel, rowOfLink } from '../logs/index.ts';
import { ShellPanel } from '../shell/index.ts';
import { CommandPalette } from './command-palette.tsx';
import { Dock } from './dock.tsx';
import type { PanelName } from './dock-layout.ts';
import type { WorkbenchParts } from './parts.ts';
import { sourceLink } from './source-link.ts';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import { useWorkbench, type WorkbenchState } from './use-workbench.ts';
import './workbench.css';

export function Workbench({ parts }: { parts: WorkbenchParts }) {
  const state = useWorkbench(parts);
  const { commands, words, editor, dock, onVisible, paletteOpen, closePalette } = state;
  useShortcuts(commands);
  useTitle(parts, words.short);
  useLogLinks(parts, state);
  return (
    <div className="workbench">
      <TopBar commands={commands} words={words} />
      <main className="workbench-main">
        <Dock panels={panelsOf(parts, state)} badges={parts.badges} handle={dock} onVisible={onVisible} />
      </main>
      <StatusBar parts={parts} words={words} editor={editor} />
      {paletteOpen && (
        <CommandPalette
          commands={Object.values(commands).filter(({ id }) => id !== 'palette')}
          onClose={closePalette}
        />
      )}
      <FileQuestions store={parts.questions} renderDifference={(difference) => <DifferenceView {...difference} />} />
      <BoardSetUp
        store={parts.boardSetUp}
        services={parts.session.host.services}
        logs={parts.logs}
        showLogs={() => dock.current?.reveal('logs')}
      />
      <Toasts />
    </div>
  );
}

function panelsOf(parts: WorkbenchParts, state: WorkbenchState): Record<PanelName, ReactNode> {
  const { commands, words, editor, active, visible, dock } = state;
  const { connect, clearShell, softReset, newFile, sendLogsHere } = commands;
  const documents = editor?.documents;
  const source = { session: parts.session, editor, dock };
  const connectButton = (
    <Button disabled={!connect.enabled} onClick={() => runCommand(connect, reportError)}>
      {connect.label}
    </Button>
  );
  return {
    files: (
      <FilesPanel
        questions={parts.questions}
        boardFiles={parts.boardFiles}
        shown={active?.origin ?? null}
        onOpen={(place) => documents?.open(place)}
        onRenamed={(from, to) => documents?.renamed(from, to)}
        onRemoved={(place) => documents?.removed(place)}
        saveOpenFiles={async (path) => documents?.saveUnder(path)}
      />
    ),
    // Another project's editor is another one, with its own view.
    editor: editor !== null && (
      <EditorPanel key={editor.id} editor={editor} onNewFile={() => runCommand(newFile, reportError)} />
    ),
    board: <BoardPanel simulators={parts.simulators} stateWords={words.long} connect={connectButton} />,
    shell: (
      <ShellPanel
        shell={parts.shell}
        clear={clearShell}
        softReset={softReset}
        connect={connect}
        linkOf={(file, line) => sourceLink(source, file, line, null)}
      />
    ),
    logs: (
      <LogsPanel
        logs={parts.logs}
        inView={visible.logs === true}
        sendLogsHere={sendLogsHere}
        linkOf={(file, line, logged) => sourceLink(source, file, line, logged)}
      />
    ),
  };
}

/** A link to a line of the log leads there, also when it is followed while Bramble is open. */
function useLogLinks({ logs, session }: WorkbenchParts, { dock }: WorkbenchState): void {
  useEffect(() => {
    const follow = () => {
      const id = rowOfLink(location.hash);
      if (id === null) return;
      dock.current?.reveal('logs');
      logs.reveal(id).catch(reportError);
    };
    // The page's link is followed once: a connection that comes back is no reason to leave what is looked at by then.
    let isFollowed = session.host.state.getState().kind === 'connected';
    if (isFollowed) follow();
    const connected = session.host.onDidConnect(() => {
      if (!isFollowed) follow();
      isFollowed = true;
    });
    addEventListener('hashchange', follow);
    return () => {
      connected.dispose();
      removeEventListener('hashchange', follow);
    };
  }, [logs, session, dock]);
}

function useTitle(parts: WorkbenchParts, state: string): void {
  const name = useStore(parts.session.project, ({ description }) => description?.name);
  useEffect(() => {
    document.title = name === undefined ? 'Bramble' : `${name}: ${state} - Bramble`;
  }, [name, state]);
}
