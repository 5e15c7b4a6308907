/** What a benchmark hands in, and how the results are printed. */

export interface Result {
  what: string;
  /** A number with its unit, such as `1.92 M messages/s`. */
  value: string;
  /** What stood around it: sizes, settings, spread. */
  note: string;
  /** What is asked of Bramble here, where something is. */
  goal?: Goal;
}

export interface Goal {
  /** Such as `5 ms at most`. */
  what: string;
  isReached: boolean;
}

export interface Report {
  add(result: Result): void;
}

export interface BenchmarkOptions {
  /** The part of the benchmark to run alone, by the name that the benchmark gives it. */
  part?: string;
  /** How long what is measured over time goes on; a benchmark knows what is usual. */
  seconds?: number;
  /** How much a simulated board is to allocate in a run of its own; nothing else of it is measured then. */
  gigabytes?: number;
}

/** A benchmark module exports `run`. */
export type Benchmark = (report: Report, options: BenchmarkOptions) => Promise<void>;

export function markdownTable(results: readonly Result[]): string {
  const hasGoals = results.some(({ goal }) => goal !== undefined);
  const columns = (cells: readonly string[]) => `| ${(hasGoals ? cells : cells.slice(0, 3)).join(' | ')} |`;
  const lines = results.map(({ what, value, note, goal }) => columns([what, value, note, inWords(goal)]));
  return [columns(['what', 'measured', 'under', 'goal']), columns(['---', '---:', '---', '---']), ...lines].join('\n');
}

function inWords(goal: Goal | undefined): string {
  return goal === undefined ? '' : `${goal.what}: ${goal.isReached ? 'reached' : '**missed**'}`;
}

/** A goal for what should not be more than so much. */
export function atMost(limit: number, unit: string, value: number): Goal {
  return { what: `at most ${limit} ${unit}`, isReached: value <= limit };
}

/** The middle one, of an odd number of values. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
