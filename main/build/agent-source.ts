/**
 * Makes app/board/transfer/agent-source.ts from the Python in app/micropython/agent: `node main/build/agent-source.ts`. What is
 * for readers only (docstring, comments, empty lines, wide indentation) is left out, for each upload begins with sending it.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const pythonFolder = new URL('../../app/micropython/agent/', import.meta.url);
export const agentSourceFile = new URL('../../app/board/transfer/agent-source.ts', import.meta.url);

/** Names of the agents' own, given letters on the way. No letter may be one that the Python uses itself: a, b, c. */
const shortNames: Readonly<Record<string, string>> = {
  at: 'g',
  base: 'B',
  count: 'n',
  data: 'd',
  digest: 'D',
  done: 'o',
  error: 'e',
  end: 'z',
  exactly: 'x',
  file: 'f',
  folder: 'F',
  hash: 'h',
  found: 'r',
  held: 'H',
  here: 'v',
  inflater: 'I',
  journal: 'J',
  kind: 'k',
  left: 'j',
  length: 'L',
  limit: 'l',
  line: 'i',
  marks: 'E',
  mode: 'M',
  name: 'N',
  number: 'u',
  part: 'm',
  path: 'p',
  paths: 'P',
  perform: 'w',
  pull: 'q',
  receive: 'R',
  room: 'O',
  size: 's',
  source: 'S',
  space: 'A',
  stem: 'T',
  step: 'y',
  temporary: 't',
  text: 'T',
  tidy: 'U',
};

/** Takes Python that is indented by four spaces, with strings in double quotes and one docstring, the module's. */
function compactPython(source: string): string {
  return source
    .replace(/^"""[\s\S]*?"""\n/, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
    .map(compactLine)
    .join('\n')
    .concat('\n');
}

function compactLine(line: string): string {
  const indent = line.length - line.trimStart().length;
  const parts = line.trim().split(/("(?:[^"\\]|\\.)*")/);
  const compact = parts.map((part, index) => (index % 2 === 1 ? part : compactCode(part)));
  return ' '.repeat(indent / 4) + compact.join('');
}

/** Code without strings and indentation. */
function compactCode(code: string): string {
  return code
    .replace(/ *([-=+*/%<>,:()[\]&!]+) */g, '$1')
    .replace(/(?<![.\w])[a-z]\w*/g, (word) => (Object.hasOwn(shortNames, word) ? (shortNames[word] ?? word) : word));
}

/** The text of agent-source.ts as it should be. */
export function agentSource(): string {
  const constant = (name: string) => {
    const python = compactPython(readFileSync(new URL(`${name}.py`, pythonFolder), 'utf8'));
    const literal = python.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
    return `export const ${name}Agent = \`${literal}\`;\n`;
  };
  return [
    '// Made from app/micropython/agent/*.py by main/build/agent-source.ts; a test keeps the two equal.\n',
    constant('upload'),
    constant('download'),
    constant('settle'),
    constant('mount'),
  ].join('\n');
}

if (import.meta.main) {
  writeFileSync(agentSourceFile, agentSource());
}
