import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movedLine } from './moved-line.ts';

const text = (...lines: string[]) => `${lines.join('\n')}\n`;
const program = text('import socket', '', 'def send():', '    connect()', '    return 1', '', 'send()');

describe('a line of an older text', () => {
  it('stands where it stood when nothing changed, or only below it', () => {
    expect(movedLine(program, program, 4)).toEqual({ kind: 'there', line: 4 });
    expect(movedLine(program, `${program}# more\n`, 4)).toEqual({ kind: 'there', line: 4 });
  });

  it('moves with what was added or removed above it', () => {
    expect(movedLine(program, `# one\n# two\n${program}`, 4)).toEqual({ kind: 'there', line: 6 });
    expect(movedLine(`# one\n${program}`, program, 5)).toEqual({ kind: 'there', line: 4 });
  });

  it('is found between changes above and below it', () => {
    const now = text('import time', 'import socket', '', 'def send():', '    connect()', '    return 2', '', 'send()');
    expect(movedLine(program, now, 4)).toEqual({ kind: 'there', line: 5 });
  });

  it('is the same line when it was moved into a block', () => {
    const now = text(
      'import socket',
      '',
      'def send():',
      '    try:',
      '        connect()',
      '    except OSError:',
      '        pass',
    );
    expect(movedLine(program, now, 4)).toEqual({ kind: 'there', line: 5 });
  });

  it('is found when it was moved past others, as long as there is only one like it', () => {
    const now = text('send()', 'def send():', '    connect()', '    return 1', 'import socket');
    expect(movedLine(program, now, 1)).toEqual({ kind: 'there', line: 5 });
  });

  it('is gone when it was removed or changed, and its place is told', () => {
    const changed = program.replace('connect()', 'connect(timeout=5)');
    expect(movedLine(program, changed, 4)).toEqual({ kind: 'gone', line: 4 });
    expect(movedLine(`# above\n${program}`, text('import socket', '', 'def send():', '    return 1'), 5)).toEqual({
      kind: 'gone',
      line: 4,
    });
    expect(movedLine(program, '', 7)).toEqual({ kind: 'gone', line: 1 });
    expect(movedLine(program, program, 99)).toEqual({ kind: 'gone', line: 8 });
  });

  it('is found whatever the lines end with', () => {
    expect(movedLine(program, program.replaceAll('\n', '\r\n'), 7)).toEqual({ kind: 'there', line: 7 });
  });

  it('is found by its text in what is too large to compare', () => {
    const lines = Array.from({ length: 4000 }, (_, index) => `step(${index})`);
    const shuffled = text(...[...lines].reverse(), 'end()');
    expect(movedLine(text('begin()', ...lines), shuffled, 12)).toEqual({ kind: 'there', line: 3990 });
  });
});

describe('whatever was changed,', () => {
  const lines = fc.array(fc.constantFrom('a', '  a', 'b', '', 'c'), { minLength: 1, maxLength: 12 });

  it('a line that is there has the same words, and every place is in the newer text', () => {
    fc.assert(
      fc.property(lines, lines, fc.nat(11), (old, now, index) => {
        const line = (index % old.length) + 1;
        const moved = movedLine(old.join('\n'), now.join('\n'), line);
        expect(moved.line).toBeGreaterThanOrEqual(1);
        expect(moved.line).toBeLessThanOrEqual(now.length);
        if (moved.kind === 'there') expect(now[moved.line - 1]?.trim()).toBe(old[line - 1]?.trim());
      }),
    );
  });

  it('every line of a text stays there when lines are only added', () => {
    fc.assert(
      fc.property(lines, fc.nat(12), lines, (old, at, added) => {
        const place = at % (old.length + 1);
        const now = [...old.slice(0, place), ...added, ...old.slice(place)];
        for (let line = 1; line <= old.length; line++) {
          expect(movedLine(old.join('\n'), now.join('\n'), line).kind).toBe('there');
        }
      }),
    );
  });
});
