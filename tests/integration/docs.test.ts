/** Keeps what the documents say equal to what is there: error codes, paths, npm scripts, commands of the command line. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../app/base/index.ts';
import { bramble } from '../../main/hosts/cli/program.ts';
import { silentContext } from './cli/silent-context.ts';

const repositoryFolder = fileURLToPath(new URL('../..', import.meta.url));
const documents = [
  ...['README.md', 'CONTRIBUTING.md'].filter((name) => existsSync(join(repositoryFolder, name))),
  ...readdirSync(join(repositoryFolder, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];

const read = (path: string) => readFileSync(join(repositoryFolder, path), 'utf8');

/** Every piece of a document that is set as code: spans between backquotes, and indented or fenced lines. */
function codeOf(document: string): string[] {
  const text = read(document);
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  const blocks = [...text.matchAll(/^(?: {4}|\t)(.+)$/gm)].map((match) => (match[1] ?? '').trim());
  const fences = [...text.matchAll(/^```[^\n]*\n(.*?)^```/gms)].flatMap((match) => (match[1] ?? '').split('\n'));
  return [...spans, ...blocks, ...fences];
}

describe('docs/errors.md', () => {
  it('lists exactly the codes of app/base/error-codes.ts, with their exit codes and sentences', () => {
    const rows = [...read('docs/errors.md').matchAll(/^\| `([a-z-]+)` \| (\d+) \| (.*) \|$/gm)].map(
      ([, code, exit, says]) => [code, { exit: Number(exit), says }],
    );
    expect(rows).toEqual(Object.entries(errorCodes));
  });
});

describe.each(documents)('%s', (document) => {
  it('names only paths that exist', () => {
    const roots = 'app|main|renderer|firmware-tests|tests|docs|examples|\\.ci';
    const mentions = codeOf(document)
      .flatMap((code) => [...code.matchAll(new RegExp(`(?<![\\w./:-])(?:${roots})/[\\w./-]*`, 'g'))])
      .map(([path]) => path.replace(/[.,]+$/, ''))
      // FEATURE and NNNN stand for names that the reader fills in.
      .filter((path) => !/\/(?:[A-Z]{2,}|NNNN)/.test(path));
    expect(mentions.filter((path) => !existsSync(join(repositoryFolder, path)))).toEqual([]);
  });

  it('links only to files that exist', () => {
    const links = [...read(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(join(repositoryFolder, document, '..', link)))).toEqual([]);
  });

  it('names only npm scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = codeOf(document)
      .flatMap((code) => [...code.matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)])
      .map((match) => match[1] ?? match[2] ?? '');
    expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
  });

  it('names only commands and options that the command line has', () => {
    const program = bramble(silentContext());
    const problems = codeOf(document)
      .flatMap((code) => [...code.matchAll(/(?:^|\$ |[|;(&] *)(?:npm run -s bramble --|bramble) ([^|#>&]*)/g)])
      .map((match) => problemWith(program, match[1] ?? ''))
      .filter((problem) => problem !== null);
    expect(problems).toEqual([]);
  });
});

it.each([
  ['fs cp -r lib :', null],
  ['--device sim: exec "print(1)"', null],
  ['syslog tail --follow -n 5', null],
  ['fs frobnicate', 'fs frobnicate: frobnicate'],
  ['run --fast main.py', 'run --fast main.py: --fast'],
  ['rnu main.py', 'rnu main.py: rnu'],
])('the check of the examples reads "bramble %s" as it should', (example, problem) => {
  expect(problemWith(bramble(silentContext()), example)).toBe(problem);
});

/** What is wrong with an example, by the commands' own declarations; null when nothing is. */
function problemWith(program: Command, example: string): string | null {
  const words = example.match(/"[^"]*"|\S+/g) ?? [];
  let command = program;
  for (const word of words) {
    if (/^-[^\d.]/.test(word) && word !== '--') {
      const flag = word.split('=')[0] ?? '';
      const known = [...command.options, ...program.options, { short: '-h', long: '--help' }];
      if (!known.some(({ short, long }) => short === flag || long === flag)) return `${example}: ${flag}`;
      continue;
    }
    if (command.commands.length === 0 || /[A-Z…:"/.]/.test(word)) continue;
    const next = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
    // A command may take a name of its own beside its subcommands, as `bramble sim weather` does.
    if (next === undefined && command.registeredArguments.length > 0) return null;
    if (next === undefined) return `${example}: ${word}`;
    command = next;
  }
  return null;
}
