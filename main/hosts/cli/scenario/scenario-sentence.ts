/** What the command line says of a scenario that was played. */
import type { Scenario, ScenarioOutcome } from '../../../../app/simulator/index.ts';

export function scenarioSentence({ name }: Scenario, outcome: ScenarioOutcome): string {
  if (outcome.kind === 'failed') return outcome.message;
  if (outcome.expected === 0) return `${name} was played to its end; it expects nothing.`;
  return `${name} was played to its end: ${outcome.expected} ${outcome.expected === 1 ? 'expectation' : 'expectations'} met.`;
}
