import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SequenceWatch } from './sequence.ts';

const steps = (...ids: number[]) => {
  const watch = new SequenceWatch();
  return ids.map((id) => watch.take(id));
};

describe('a sequence', () => {
  it('goes on, leaves gaps, and takes the late ones back', () => {
    expect(steps(5, 6, 9, 8, 8, 10)).toEqual([
      { kind: 'first' },
      { kind: 'next' },
      { kind: 'gap', missing: 2 },
      { kind: 'late' },
      { kind: 'repeated' },
      { kind: 'next' },
    ]);
  });

  it('begins again at 1 after the highest number', () => {
    expect(steps(2_147_483_646, 2_147_483_647, 1, 3)).toEqual([
      { kind: 'first' },
      { kind: 'next' },
      { kind: 'next' },
      { kind: 'gap', missing: 1 },
    ]);
  });

  it('that falls far back, or to 1, was restarted', () => {
    expect(steps(500, 3, 4)).toEqual([{ kind: 'first' }, { kind: 'restart' }, { kind: 'next' }]);
    expect(steps(4, 1, 2)).toEqual([{ kind: 'first' }, { kind: 'restart' }, { kind: 'next' }]);
  });

  it('of a sender that has just booted begins no second time', () => {
    const watch = new SequenceWatch();
    expect([watch.take(2), watch.take(1, true), watch.take(3)]).toEqual([
      { kind: 'first' },
      { kind: 'repeated' },
      { kind: 'next' },
    ]);
  });

  it('counts exactly what is missing, whatever the order within the window', () => {
    const arrivals = fc.array(fc.record({ arrives: fc.boolean(), delay: fc.integer({ min: 0, max: 20 }) }), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(arrivals, (messages) => {
        const watch = new SequenceWatch();
        watch.take(1);
        const arriving = messages
          .map(({ arrives, delay }, index) => ({ id: index + 2, arrives, at: index + delay }))
          .filter(({ arrives }) => arrives)
          .sort((a, b) => a.at - b.at || a.id - b.id);
        let missing = 0;
        for (const { id } of arriving) {
          const step = watch.take(id);
          if (step.kind === 'gap') missing += step.missing;
          else if (step.kind === 'late') missing -= 1;
          else expect(step.kind).toBe('next');
        }
        const highest = Math.max(1, ...arriving.map(({ id }) => id));
        expect(missing).toBe(highest - 1 - arriving.length);
      }),
    );
  });
});
