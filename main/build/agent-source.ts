/**
 * Makes the modules below app/board that hold the Python of app/micropython/agent: `node main/build/agent-source.ts`. What is for
 * readers only (docstring, comments, empty lines, wide indentation) is left out, for each upload begins with sending it.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const pythonFolder = new URL('../../app/micropython/agent/', import.meta.url);
const boardFolder = new URL('../../app/board/', import.meta.url);

/** Each beside what sends it. */
const agentFolders = { upload: 'transfer', download: 'transfer', settle: 'sync', mount: 'mount' } as const;

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

export interface AgentModule {
  file: URL;
  text: string;
}

/** The modules as they should be. */
export function agentModules(): AgentModule[] {
  return Object.entries(agentFolders).map(([name, folder]) => {
    const python = compactPython(readFileSync(new URL(`${name}.py`, pythonFolder), 'utf8'));
    const literal = python.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
    const origin = `// Made from app/micropython/agent/${name}.py by main/build/agent-source.ts; a test keeps the two equal.`;
    return {
      file: new URL(`${folder}/${name}-agent.ts`, boardFolder),
      text: `${origin}\n\nexport const ${name}Agent = \`${literal}\`;\n`,
    };
  });
}

if (import.meta.main) {
  for (const { file, text } of agentModules()) writeFileSync(file, text);
}
