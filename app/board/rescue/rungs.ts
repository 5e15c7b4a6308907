/** The rungs of the ladder, and what the user reads while one is tried. */

export type Rung =
  /** Sends nothing. */
  | 'listening'
  /** Ctrl-B: an idle prompt answers it, and a program that runs does not see it as an interrupt. */
  | 'knocking'
  | 'interrupting'
  | 'bursting'
  | 'ending-input';

/** How a board is approached: whether what runs there may be interrupted, or even be sent anything. */
export type Approach =
  /** To the prompt, whatever runs. */
  | 'interrupt'
  /** To the prompt of an idle board; a program that runs goes on and is watched. */
  | 'attach'
  /** Nothing is sent, ever. */
  | 'listen';

/** A few words each, after "Connecting: ". */
export const rungWords: Readonly<Record<Rung, string>> = {
  listening: 'listening to what the board does',
  knocking: 'asking for the prompt',
  interrupting: 'interrupting what runs (Ctrl-C)',
  bursting: 'Ctrl-C in bursts, as the program goes on',
  'ending-input': 'ending the program’s input (Ctrl-D), as Ctrl-C does nothing',
};

/** Milliseconds. */
export const rungTiming = {
  /** A program that prints less often counts as one that prints nothing; it is found out by knocking. */
  listenMs: 200,
  /** A Pico answers within milliseconds; a bridge over Wi-Fi takes longer. */
  knockMs: 600,
  /** A program that handles Ctrl-C with a clean-up of half a second is not interrupted in it. */
  interruptEveryMs: 500,
  interruptMs: 3_000,
  burstEveryMs: 10,
  burstMs: 4_000,
  /** The rung lasts until so many were sent, if the whole has time for it. */
  leastBursts: 120,
  /** After a prompt was seen among the bursts: time for the answer to Ctrl-A. */
  burstPauseMs: 150,
  endInputEveryMs: 500,
  endInputMs: 3_000,
} as const;
