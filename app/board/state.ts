/** What a board is doing, as the user sees it: never a guess, one of these. */

export type BoardState =
  /** Not connected, and nobody asked for it. */
  | { kind: 'disconnected' }
  /** Being connected; `step` is a few words for the status bar, such as "opening the port"; `again`: after the line was lost. */
  | { kind: 'connecting'; step: string; again?: true }
  /** At the friendly REPL's prompt (or the user types there); or at the raw one, held for the next operation. */
  | { kind: 'ready' }
  /** A program runs; `what` is its name, or a few words for one that Bramble did not start. */
  | { kind: 'running'; what: string }
  /** A file operation is under way. Bytes of a total; the total is 0 while it is not known. */
  | { kind: 'busy'; what: string; doneBytes: number; totalBytes: number }
  /** The line broke. Both are sentences for people. */
  | { kind: 'lost'; reason: string; remedy: string };
