/** What the workbench is made of: the client's session and one object a feature, made once for the page. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Alert } from '../../app/syslog/index.ts';
import { createSimulatorStore, followSimulators, type SimulatorStore } from '../board/index.ts';
import type { Host } from '../client/host.ts';
import { pageClock } from '../client/page-clock.ts';
import { type ClientSession, startClientSession } from '../client/session.tsx';
import { tellOnDesktop } from '../design/desktop-news.ts';
import { halfFrame } from '../design/half-frame.ts';
import { closeToastsAbout, reportError, showToast } from '../design/messages.ts';
import { DocumentsModel, DraftStore, Editor } from '../editor/index.ts';
import { BoardFilesByAddress, createFileQuestionStore, type FileQuestionStore } from '../files/index.ts';
import { alertInWords, type BoardSetUpStore, createBoardSetUpStore, Logs, linkToRow } from '../logs/index.ts';
import { Shell } from '../shell/index.ts';
import type { PanelName } from './dock-layout.ts';
import { followNewStarts } from './new-starts.ts';
import { createOnSaveStore, type OnSaveStore } from './on-save.ts';
import { followSettledChanges } from './settled-changes.ts';

export interface WorkbenchParts {
  session: ClientSession;
  /** null until the project is known: unsaved text is kept by project. */
  editor: StoreApi<{ editor: Editor | null }>;
  shell: Shell;
  logs: Logs;
  /** The board that is being set up to log here. */
  boardSetUp: BoardSetUpStore;
  simulators: SimulatorStore;
  questions: FileQuestionStore;
  boardFiles: BoardFilesByAddress;
  onSave: OnSaveStore;
  badges: StoreApi<Partial<Record<PanelName, string>>>;
}

export function createParts(host: Host): WorkbenchParts {
  const session = startClientSession(host, reportError);
  const simulators = createSimulatorStore();
  followSimulators(host, simulators);
  const logs = new Logs({
    host,
    clock: pageClock,
    storage: localStorage,
    drawn: halfFrame,
    tell: tellOfBoard,
    report: reportError,
  });
  const parts: WorkbenchParts = {
    session,
    editor: createStore<{ editor: Editor | null }>(() => ({ editor: null })),
    shell: new Shell(host, reportError),
    logs,
    boardSetUp: createBoardSetUpStore(),
    simulators,
    questions: createFileQuestionStore(),
    boardFiles: new BoardFilesByAddress(host.services.files),
    onSave: createOnSaveStore(localStorage),
    badges: createStore(() => ({})),
  };
  makeEditors(parts);
  host.onEvent('syslog.alert', tellOfAlert);
  followNewStarts(session.boards, closeToastsAbout);
  followSettledChanges(session.boards, (sentence) => showToast('alert', sentence));
  logs.feed.subscribe(({ lastId, seenId }) => {
    const unseen = lastId - seenId;
    parts.badges.setState({ logs: unseen === 0 ? '' : unseen > 999 ? '999+' : String(unseen) });
  });
  return parts;
}

/** News of a board that logs: in the page, and on the desktop where the user allowed that. */
function tellOfBoard(sentence: string): void {
  showToast('news', sentence);
  tellOnDesktop(sentence);
}

/** A rule of the user's was met: its line is a click away. */
function tellOfAlert(alert: Alert): void {
  const sentence = alertInWords(alert);
  const show = () => {
    history.replaceState(null, '', linkToRow(location.href, alert.row.id));
    // The workbench follows links to the log; one that is there already is followed again.
    dispatchEvent(new HashChangeEvent('hashchange'));
  };
  showToast('alert', sentence, { action: { label: 'Show', run: show } });
  tellOnDesktop(sentence, show);
}

/** One editor a project: the host may come back with another one. */
function makeEditors({ session, editor, boardFiles }: WorkbenchParts): void {
  const { host, project } = session;
  let folder: string | null = null;
  project.subscribe(({ description }) => {
    if (description === null || description.folder === folder) return;
    folder = description.folder;
    const drafts = new DraftStore(localStorage, folder);
    const documents = new DocumentsModel({
      services: host.services,
      drafts,
      report: reportError,
      onBoardFileSaved: (address) => void boardFiles.of(address).refresh(),
    });
    documents.restore(description.openFile);
    editor.setState({ editor: new Editor(folder, documents) });
  });
  const refresh = (paths: string[]) => void editor.getState().editor?.documents.refresh(paths).catch(reportError);
  host.onEvent('project.changed', ({ paths }) => refresh(paths));
  host.onDidConnect(() => refresh([]));
}
