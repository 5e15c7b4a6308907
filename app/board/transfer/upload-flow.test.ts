import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUploadAnswer, stepUpload, type UploadFlow } from './upload-flow.ts';

const records = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('+', 'k') },
    { weight: 3, arbitrary: fc.constantFrom('r868352,14', 'x', 'n', '!28') },
    { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
  ),
  { maxLength: 40 },
);

/** The last state and all actions after the answers. */
function run(...records: string[]): { flow: UploadFlow; actions: string[] } {
  let flow: UploadFlow = { kind: 'starting' };
  const actions: string[] = [];
  for (const record of records) {
    const answer = parseUploadAnswer(record);
    if (answer === null) continue;
    const turn = stepUpload(flow, answer);
    flow = turn.flow;
    if (turn.action !== null) actions.push(turn.action.kind === 'send' ? `send ${turn.action.frames}` : 'end');
  }
  return { flow, actions };
}

describe('an upload', () => {
  it('keeps two frames on their way, and counts what is in place', () => {
    expect(run('r868352,14', '+', '+', 'k', '+', 'k')).toEqual({
      flow: { kind: 'streaming', taken: 3, committed: 2 },
      actions: ['send 2', 'send 1', 'send 1', 'send 1'],
    });
  });

  it('that the board cannot do sends nothing', () => {
    expect(run('n')).toEqual({ flow: { kind: 'failed', committed: 0, failure: { kind: 'unable' } }, actions: [] });
  });

  it.each([
    ['!28', { kind: 'errno', errno: 28 }],
    ['x', { kind: 'damaged' }],
  ])('that fails with %s ends the stream once, and sends no more', (record, failure) => {
    expect(run('r1,12', '+', 'k', record, '+', '!5')).toEqual({
      flow: { kind: 'failed', committed: 1, failure },
      actions: ['send 2', 'send 1', 'end'],
    });
  });

  it('sends nothing before the board is ready, and is not restarted', () => {
    expect(run('+', 'k', 'r1,12', 'r1,12').actions).toEqual(['send 2']);
  });

  it.each(['', '++', 'r', 'r-1', '!x', 'rabc', 'r1', 'r1,99', 'hello'])('does not take %j for an answer', (record) => {
    expect(parseUploadAnswer(record)).toBeNull();
  });
});

it('an upload never has more than two frames on their way, ends its stream once at the most, and sends nothing after that', () => {
  fc.assert(
    fc.property(records, (answers) => {
      const { flow, actions } = run(...answers);
      const sent = actions.reduce((sum, action) => sum + Number(/^send (\d)$/.exec(action)?.[1] ?? 0), 0);
      const start = answers.findIndex((answer) => ['r868352,14', 'x', 'n', '!28'].includes(answer));
      const granted = start === -1 ? 0 : answers.slice(start).filter((answer) => answer === '+').length;
      expect(sent).toBeLessThanOrEqual(granted + 2);
      expect(actions.indexOf('end')).toBe(actions.includes('end') ? actions.length - 1 : -1);
      expect(flow.kind === 'starting' || flow.committed <= answers.filter((answer) => answer === 'k').length).toBe(
        true,
      );
      if (flow.kind === 'streaming') expect(sent).toBe(flow.taken + 2);
    }),
  );
});
