/** Plays scenarios (`app/simulator/steering`) on a simulated board, in the computer's time. */
import { type Disposable, DisposableStore } from '../../app/base/index.ts';
import { parseScenario, type Scenario, type ScenarioOutcome, ScenarioPlayer } from '../../app/simulator/index.ts';
import { systemClock } from '../platform/system-clock.ts';
import type { SimulatedBoard } from './simulated-board.ts';

export interface StagedScenario extends Disposable {
  readonly player: ScenarioPlayer;
}

/** A player that acts on the board and sees its pins; when it begins, and what of the output it hears, is the caller's to say. */
export function stageScenario(board: SimulatedBoard, scenario: Scenario): StagedScenario {
  const owned = new DisposableStore();
  const player = new ScenarioPlayer(scenario, {
    clock: systemClock,
    steer: (command) => board.steer(command),
    level: (pin) => board.snapshot().pins.find(({ name }) => name === pin)?.level ?? 0,
  });
  owned.add(player);
  owned.add(board.onDidChange(() => player.noteChange()));
  return { player, dispose: () => owned.dispose() };
}

/**
 * Plays a scenario, in words or as `parseScenario` read it, from now on, hearing all that the board prints; resolves with how it
 * ended. Throws `usage` when the words are none. With `signal` it is given up, and rejects with the signal's reason.
 */
export async function playScenario(
  board: SimulatedBoard,
  scenario: Scenario | string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<ScenarioOutcome> {
  signal?.throwIfAborted();
  const { player, dispose } = stageScenario(
    board,
    typeof scenario === 'string' ? parseScenario(scenario, 'The scenario') : scenario,
  );
  const watching = board.watchOutput((bytes) => player.hear(bytes));
  const givenUp = Promise.withResolvers<never>();
  const giveUp = () => givenUp.reject(signal?.reason);
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    player.begin();
    return await Promise.race([player.outcome, givenUp.promise]);
  } finally {
    signal?.removeEventListener('abort', giveUp);
    watching.dispose();
    dispose();
  }
}
