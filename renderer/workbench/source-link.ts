/** From a place that a board names to the line in the editor, also where the file was changed since the board got it. */
import type { LoggedPlace } from '../../app/contract/index.ts';
import { movedLine } from '../../app/project/index.ts';
import { projectFileOf } from '../../app/syslog/index.ts';
import { closeToastsAbout, showToast } from '../design/messages.ts';
import { type DocumentOrigin, type Editor, fileName } from '../editor/index.ts';
import type { DockHandle } from './dock.tsx';
import type { WorkbenchParts } from './parts.ts';

export interface SourceLinkContext {
  session: WorkbenchParts['session'];
  editor: Editor | null;
  dock: { readonly current: DockHandle | null };
}

/** Opens a place that a board names, where the project has the file; `logged` is where the log names it. */
export function sourceLink(
  context: SourceLinkContext,
  file: string,
  line: number,
  logged: LoggedPlace | null,
): (() => void) | null {
  const { session, editor } = context;
  const path = projectFileOf(
    file,
    session.project.getState().files.map((each) => each.path),
  );
  if (path === null || editor === null) return null;
  const sentText = async () => (logged === null ? null : session.host.services.syslog.sentText(logged));
  return () => void openAsSent(context, editor, { kind: 'project', path }, { line, sentText });
}

type Moved = ReturnType<typeof movedLine>;

interface SentLine {
  /** Counted from 1. */
  line: number;
  /** The text that the line is of; null when it is not known. */
  sentText: () => Promise<string | null>;
}

/** Shows the line where it is now, and says so if it is elsewhere. Where nothing tells what the board had, the line of that number. */
export async function openAsSent(
  { session, dock }: SourceLinkContext,
  editor: Editor,
  origin: DocumentOrigin,
  { line, sentText }: SentLine,
): Promise<void> {
  const textNow = async () => {
    const content = editor.documents.findAt(origin)?.content;
    if (content?.kind === 'text') return content.text;
    return origin.kind === 'project' ? (await session.host.services.project.read(origin.path)).text : null;
  };
  // Where this fails, the line opens as it would without.
  const [sent = null, now = null] = await Promise.all([sentText(), textNow()]).catch(() => []);
  dock.current?.reveal('editor');
  const isKnown = sent !== null && now !== null && canRaise(lineOf(sent, line));
  const moved: Moved = isKnown ? movedLine(sent, now, line) : { kind: 'there', line };
  editor.openAt(origin, moved.line);
  const news = movedInWords(fileName(origin.path), lineOf(sent ?? '', line), line, moved);
  // What is said of the line before is past.
  closeToastsAbout(movedLines);
  if (news !== null) showToast('news', news, { about: movedLines });
}

const movedLines = 'a line that moved';

/** In characters: a line of a program is read, not studied. */
const mostShown = 80;

/** Trimmed; empty where the text has no such line. */
function lineOf(text: string, line: number): string {
  return (text.split(/\r\n|\n|\r/)[line - 1] ?? '').trim();
}

/** A board that names another line had another text: another program put it there. */
function canRaise(text: string): boolean {
  return text !== '' && !text.startsWith('#');
}

/** What became of a line that read `text`; null when it stands where it stood. */
export function movedInWords(name: string, text: string, line: number, moved: Moved): string | null {
  if (moved.kind === 'there' && moved.line === line) return null;
  const then = `${name} was changed since: what was line ${line} then is`;
  if (moved.kind === 'there') return `${then} line ${moved.line} now.`;
  return `${then} no longer there. It read: ${text.length > mostShown ? `${text.slice(0, mostShown)}…` : text}`;
}
