/**
 * Plays a scenario: takes what the program prints and when pins may have changed, says when to steer, and tells how it ended. Time
 * is the clock's, the board what of it is given here.
 */
import { type Clock, type Disposable, describeError } from '../../base/index.ts';
import type { SteeringCommand } from './command.ts';
import { formatSteering } from './format.ts';
import { OutputText } from './output-text.ts';
import type { Expectation, Scenario, ScenarioLine, ScenarioPin } from './scenario.ts';

/** The board, as far as a scenario needs it. */
export interface ScenarioStage {
  clock: Clock;
  steer(command: SteeringCommand): Promise<unknown>;
  level(pin: ScenarioPin): 0 | 1;
}

export type ScenarioOutcome =
  /** `expected`: how many expectations were met. */
  | { kind: 'passed'; expected: number }
  /** Sentences for a person: which line, what was expected, what came instead. */
  | { kind: 'failed'; line: number; message: string };

interface Pending {
  line: ScenarioLine;
  expectation: Expectation;
  /** Where in the output it looks, from the start. */
  from: number;
  met: () => void;
  deadline: Disposable;
}

export class ScenarioPlayer implements Disposable {
  readonly #scenario: Scenario;
  readonly #stage: ScenarioStage;
  readonly #output = new OutputText();
  readonly #timers = new Set<Disposable>();
  readonly #pending = new Set<Pending>();
  /** Lines that wait for output, and where they look for it. */
  #listening: { line: ScenarioLine; text: string; from: number }[] = [];
  /** Lines of the sequence that are still to be done. */
  readonly #sequence: ScenarioLine[];
  /** Lines whose time has not come. */
  readonly #toCome = new Set<ScenarioLine>();
  /** Where the sequence looks for output: behind what it has found. */
  #found = 0;
  /** How many things must be over before the scenario is: the sequence, lines with a time, and those that output set off. */
  #open = 1;
  #met = 0;
  #begun = false;
  #outcome: ScenarioOutcome | null = null;
  #settle: (outcome: ScenarioOutcome) => void = () => {};
  /** How it ended; never rejects. It waits for ever when the player is disposed before. */
  readonly outcome = new Promise<ScenarioOutcome>((resolve) => {
    this.#settle = resolve;
  });

  constructor(scenario: Scenario, stage: ScenarioStage) {
    this.#scenario = scenario;
    this.#stage = stage;
    this.#sequence = scenario.lines.filter(({ trigger }) => trigger.kind === 'sequence');
  }

  /**
   * Whether anything is expected. Such a scenario is over when all of it was met; one that only does things, when nothing is left to be
   * done, which with an `every` without end is never.
   */
  get expects(): boolean {
    return this.#scenario.lines.some(({ action }) => action.kind === 'expect');
  }

  /** From now on time counts. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    for (const line of this.#scenario.lines) this.#prepare(line);
    this.#advance();
  }

  /** The program printed something. */
  hear(bytes: Uint8Array): void {
    this.#output.push(bytes);
    this.#look();
  }

  /** A pin may have another level now. */
  noteChange(): void {
    this.#look();
  }

  /** The program has ended, and with it all that can be expected. `why` completes "… but". */
  end(why: string): void {
    this.#look();
    const [pending] = this.#pending;
    const undone = this.#scenario.lines.find((line) => this.#awaits(line));
    if (pending !== undefined) this.#fail(pending.line, `${this.#missing(pending)} when ${why}`);
    else if (undone !== undefined) this.#fail(undone, `it was not yet its turn when ${why}`);
    else this.#pass();
  }

  dispose(): void {
    for (const timer of this.#timers) timer.dispose();
    this.#timers.clear();
    for (const { deadline } of this.#pending) deadline.dispose();
    this.#pending.clear();
    this.#listening = [];
  }

  /** An expectation whose turn has not come. */
  #awaits(line: ScenarioLine): boolean {
    return line.action.kind === 'expect' && (this.#toCome.has(line) || this.#sequence.includes(line));
  }

  #prepare(line: ScenarioLine): void {
    const { trigger } = line;
    const { kind } = trigger;
    // With expectations, what is only done when something is printed need not come to be; what is expected then must.
    const holds = line.action.kind === 'expect' || !this.expects;
    if (kind === 'at' || (kind === 'output' && holds)) {
      this.#open += 1;
      this.#toCome.add(line);
    }
    if (kind === 'output') this.#listening.push({ line, text: trigger.text, from: 0 });
    if (kind === 'at') {
      this.#after(trigger.ms, () => {
        this.#toCome.delete(line);
        this.#perform(line, this.#output.end, () => this.#close());
      });
    }
    if (kind === 'every') this.#repeat(line, trigger);
  }

  #repeat(line: ScenarioLine, { periodMs, forMs }: { periodMs: number; forMs: number | null }): void {
    const times = forMs === null ? Number.POSITIVE_INFINITY : Math.floor(forMs / periodMs);
    if (times < 1) return;
    if (forMs !== null || !this.expects) this.#open += 1;
    const startMs = this.#stage.clock.now();
    const next = (time: number) => {
      if (time > times) {
        this.#close();
        return;
      }
      // Counted from the start, so that lateness does not add up.
      this.#after(startMs + time * periodMs - this.#stage.clock.now(), () =>
        this.#perform(line, this.#output.end, () => next(time + 1)),
      );
    };
    next(1);
  }

  /** Does the next line of the sequence, and those after it. */
  #advance(): void {
    const line = this.#sequence.shift();
    if (line === undefined) this.#close();
    else if (line.action.kind === 'wait') this.#after(line.action.forMs, () => this.#advance());
    else this.#perform(line, this.#found, () => this.#advance());
  }

  /** Calls `done` once the line is; a line that fails ends the scenario. */
  #perform(line: ScenarioLine, from: number, done: () => void): void {
    if (this.#outcome !== null) return;
    const { action } = line;
    if (action.kind === 'expect') this.#expect(line, action.expectation, from, done);
    else if (action.kind === 'steer') {
      this.#stage.steer(action.command).then(done, (error: unknown) => {
        this.#fail(line, `${formatSteering(action.command)} could not be done: ${describeError(error).message}`);
      });
    } else this.#after(action.forMs, done);
  }

  #expect(line: ScenarioLine, expectation: Expectation, from: number, met: () => void): void {
    const deadline = this.#stage.clock.schedule(() => {
      this.#look();
      if (!this.#pending.has(pending)) return;
      this.#fail(line, this.#missing(pending));
    }, expectation.withinMs);
    const pending: Pending = { line, expectation, from, met, deadline };
    this.#pending.add(pending);
    this.#look();
  }

  /** Looks whether something that is waited for is there now. */
  #look(): void {
    if (this.#outcome !== null || !this.#begun) return;
    for (const waiting of [...this.#listening]) {
      const end = this.#output.endOf(waiting.text, waiting.from);
      if (end === null) continue;
      this.#listening = this.#listening.filter((other) => other !== waiting);
      if (!this.#toCome.delete(waiting.line)) this.#open += 1;
      this.#perform(waiting.line, end, () => this.#close());
    }
    for (const pending of [...this.#pending]) {
      const end = this.#endOf(pending);
      if (end === null || !this.#pending.delete(pending)) continue;
      pending.deadline.dispose();
      this.#met += 1;
      if (pending.line.trigger.kind === 'sequence') this.#found = end;
      pending.met();
    }
  }

  /** Where in the output it was met; null when it is not. */
  #endOf({ expectation, from }: Pending): number | null {
    if (expectation.kind === 'output') return this.#output.endOf(expectation.text, from);
    return this.#stage.level(expectation.pin) === expectation.level ? from : null;
  }

  #missing({ expectation, from }: Pending): string {
    if (expectation.kind === 'level') {
      return `${expectation.pin} was ${expectation.level === 1 ? 'low' : 'high'}`;
    }
    const came = this.#output.since(from);
    return came === '' ? 'nothing was printed' : `what was printed is ${JSON.stringify(came)}`;
  }

  #after(ms: number, task: () => void): void {
    const timer = this.#stage.clock.schedule(
      () => {
        this.#timers.delete(timer);
        if (this.#outcome === null) task();
      },
      Math.max(0, ms),
    );
    this.#timers.add(timer);
  }

  #close(): void {
    this.#open -= 1;
    if (this.#open === 0) this.#pass();
  }

  #pass(): void {
    this.#finish({ kind: 'passed', expected: this.#met });
  }

  #fail(line: ScenarioLine, problem: string): void {
    const message = `${this.#scenario.name}, line ${line.number} (${line.text}) failed: ${problem}.`;
    this.#finish({ kind: 'failed', line: line.number, message });
  }

  #finish(outcome: ScenarioOutcome): void {
    if (this.#outcome !== null) return;
    this.#outcome = outcome;
    this.dispose();
    this.#settle(outcome);
  }
}
