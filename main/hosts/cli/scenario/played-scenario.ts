/** A scenario that is played while `bramble run` runs a program: it may end the run, and has a say in the exit code. */
import { BrambleError, type Disposable } from '../../../../app/base/index.ts';
import type { ProgramResult } from '../../../../app/board/index.ts';
import type { Scenario, ScenarioOutcome } from '../../../../app/simulator/index.ts';
import { type StagedScenario, stageScenario } from '../../../simulator/scenario-on-board.ts';
import type { SimulatedBoard } from '../../../simulator/simulated-board.ts';
import type { Output } from '../output.ts';
import { scenarioSentence } from './scenario-sentence.ts';

export class PlayedScenario implements Disposable {
  readonly #staged: StagedScenario;
  readonly #scenario: Scenario;
  readonly #output: Output;
  readonly #over = new AbortController();
  #outcome: ScenarioOutcome | null = null;

  /** Throws `not-supported` when there is no simulated board to play it on. */
  static on(board: SimulatedBoard | null, scenario: Scenario, output: Output): PlayedScenario {
    if (board !== null) return new PlayedScenario(board, scenario, output);
    throw new BrambleError(
      'not-supported',
      'A scenario is played on a simulated board of this process. Use --device sim: or --device sim:NAME.',
    );
  }

  private constructor(board: SimulatedBoard, scenario: Scenario, output: Output) {
    this.#scenario = scenario;
    this.#output = output;
    this.#staged = stageScenario(board, scenario);
    const { player } = this.#staged;
    void player.outcome.then((outcome) => {
      this.#outcome = outcome;
      if (outcome.kind === 'failed') this.#over.abort();
      // Programs for boards seldom end by themselves: what was to be seen has been seen.
      else if (player.expects) this.#over.abort();
    });
  }

  /** Aborts when the program has nothing more to show: something failed, or all that was expected was met. */
  get ended(): AbortSignal {
    return this.#over.signal;
  }

  begin(): void {
    this.#staged.player.begin();
  }

  hear(bytes: Uint8Array): void {
    this.#staged.player.hear(bytes);
  }

  /** 1 when the scenario failed, 0 when it ended the run, else what the program's own end is worth. Rejects as the run does. */
  async exitCodeOf(run: Promise<ProgramResult>, codes: Record<ProgramResult['kind'], number>): Promise<number> {
    const programCode = await run.then(
      ({ kind }) => {
        if (kind !== 'stopped') this.#staged.player.end(endings[kind]);
        return codes[kind];
      },
      (error: unknown) => this.#endedRun(error),
    );
    // Of a run that Ctrl-C stopped nothing is to be said.
    if (programCode === codes.stopped) return programCode;
    const outcome = await this.#staged.player.outcome;
    this.#output.say(scenarioSentence(this.#scenario, outcome));
    return outcome.kind === 'failed' ? 1 : programCode;
  }

  dispose(): void {
    this.#staged.dispose();
  }

  /** The run rejected: because the scenario ended it, or for a reason of its own, which is told after what the scenario has to say. */
  #endedRun(error: unknown): number {
    const outcome = this.#outcome;
    if (outcome !== null && error instanceof BrambleError && error.code === 'cancelled') return 0;
    if (outcome?.kind === 'failed') this.#output.say(scenarioSentence(this.#scenario, outcome));
    throw error;
  }
}

const endings = { finished: 'the program ended', raised: 'the program raised an exception' } as const;
