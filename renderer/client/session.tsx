/** What every feature is given: the host and the stores that several features show. Made once, for the page's lifetime. */
import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { BoardSummary } from '../../app/contract/index.ts';
import { type BoardsStore, createBoardsStore, followBoards, selectedBoard } from './boards-store.ts';
import type { Host, HostState } from './host.ts';
import { createProjectStore, followProject, type ProjectStore } from './project-store.ts';

export interface ClientSession {
  host: Host;
  boards: BoardsStore;
  project: ProjectStore;
}

/** Makes the stores and keeps them equal to the host. They live as long as the page. */
export function startClientSession(host: Host, report: (error: unknown) => void): ClientSession {
  const boards = createBoardsStore();
  const project = createProjectStore();
  followBoards(host, boards, report);
  followProject(host, project, report);
  return { host, boards, project };
}

const SessionContext = createContext<ClientSession | null>(null);

export function ClientSessionProvider({ session, children }: { session: ClientSession; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): ClientSession {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('A component that needs the host stands outside ClientSessionProvider.');
  return session;
}

export function useHostState(): HostState {
  return useStore(useSession().host.state);
}

/** The board that the user works with, or null. */
export function useSelectedBoard(): BoardSummary | null {
  return useStore(useSession().boards, selectedBoard);
}
