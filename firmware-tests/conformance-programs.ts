/** The programs of this folder: what they need on the table, and what they must print. Knows nothing of boards. */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('./', import.meta.url);

export interface BenchLine {
  /** `wire`, `volts`, `part`, `partner`, `installed`, `restarts` or `simulated`. */
  kind: string;
  words: string[];
}

export interface ConformanceProgram {
  name: string;
  source: string;
  /** The same, cut where it restarts the board: each part but the last ends with that. */
  parts: string[];
  expected: string;
  bench: BenchLine[];
}

export function conformancePrograms(): ConformanceProgram[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.py'))
    .sort()
    .map((file) => {
      const name = file.slice(0, -'.py'.length);
      const source = readFileSync(new URL(file, folder), 'utf8');
      return {
        name,
        source,
        parts: source.split(/^# -- after the restart\n/m),
        expected: readFileSync(new URL(`${name}.out`, folder), 'utf8'),
        bench: benchLines(source),
      };
    });
}

function benchLines(source: string): BenchLine[] {
  return [...source.matchAll(/^# bench: (\w+)(.*)$/gm)].map(([, kind = '', rest = '']) => ({
    kind,
    words: rest.split(' ').filter((word) => word !== ''),
  }));
}
