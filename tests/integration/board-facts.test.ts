/**
 * What a real board answered to some 120 short programs, against what the simulated one answers. What differs must stand in the table
 * of docs/simulator.md with its reason; what stands there and no longer differs fails too.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boardStart } from '../support/board-start.ts';
import { startTemporaryBoard, type TemporaryBoard } from '../support/temporary-board.ts';
import { LineReader } from './line-reader.ts';

interface Fact {
  code: string;
  out: string;
  err: string;
}

const facts: Record<string, Fact> = JSON.parse(
  readFileSync(new URL('../fixtures/recordings/facts.json', import.meta.url), 'utf8'),
);
const documentation = readFileSync(new URL('../../docs/simulator.md', import.meta.url), 'utf8');

/** The names in the first column of the table under "Answers that differ". */
const documented = new Set(
  documentation
    .split('### Answers that differ\n')[1]
    ?.split('\n## ')[0]
    ?.split('\n')
    .filter((row) => row.startsWith('| `'))
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')),
);

describe('The recorded answers of a real board', () => {
  let temporary: TemporaryBoard;
  let line: LineReader;
  const differing: string[] = [];

  beforeAll(async () => {
    temporary = await startTemporaryBoard({ name: 'facts', ...boardStart });
    line = new LineReader(temporary.board.openLine());
    await line.write('\u0001');
    await line.until('CTRL-B to exit\r\n>');
  });
  afterAll(() => temporary.dispose());

  for (const [name, { code, out, err }] of Object.entries(facts)) {
    it(`are given alike or the difference is documented: ${name}`, async () => {
      await line.write(`${code}\u0004`);
      await line.until('OK');
      const folded = (text: string) => text.replaceAll('\r\n', '\n');
      const given = {
        out: folded((await line.until('\u0004')).slice(0, -1)),
        err: folded((await line.until('\u0004>')).slice(0, -2)),
      };
      if (given.out === out && given.err === err) return;
      differing.push(name);
      if (!documented.has(name)) expect(given).toEqual({ out, err });
    });
  }

  it('differ where the table says so, and nowhere else', () => {
    expect([...documented].sort()).toEqual(differing.sort());
  });
});
