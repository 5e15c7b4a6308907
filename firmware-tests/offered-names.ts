/**
 * The classes, methods and functions that the simulated board's Python offers, read from its sources, and which of them a program uses.
 * Both go by the text: a method counts as used where a program speaks of its class and calls something of that name.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { picoWNames } from '../main/build/pico-w-names.ts';
import { ownModulesFolder } from '../main/simulator/thread/own-modules.ts';

export interface OfferedName {
  /** As one imports it: `machine`, `umqtt.simple`. */
  module: string;
  /** Of a method: its class. */
  owner?: string;
  name: string;
}

/** Modules of the image that a board answers for as much as for its hardware. */
const imageModules = ['gc', 'micropython', 'os', 'sys', 'time'];

interface Found {
  name: string;
  /** Of a class: its methods, those of its bases in the same file included. */
  methods?: string[];
}

export function offeredNames(): OfferedName[] {
  const files = readdirSync(ownModulesFolder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.py$/.test(file),
  );
  const own = files.sort().flatMap((file) => {
    const words = file.replace(/(\/__init__)?\.py$/, '').split('/');
    // Of asyncio's files a program names only the package.
    const module = words[0] === 'umqtt' ? words.join('.') : (words[0] ?? '');
    return isPrivate(module) ? [] : ofModule(module, file);
  });
  const held = picoWNames();
  const image = imageModules.flatMap((module) => (held.get(module) ?? []).map((name) => ({ module, name })));
  return [...own, ...image];
}

export function fullName({ module, owner, name }: OfferedName): string {
  return [module, owner, name].filter((word) => word !== undefined).join('.');
}

/** Whether the program uses it. */
export function uses(source: string, { module, owner, name }: OfferedName): boolean {
  const code = source.replaceAll(/#.*$/gm, '');
  if (owner === 'PIOASMEmit') return /asm_pio\(/.test(code) && new RegExp(`\\b${name}\\(`).test(code);
  if (owner !== undefined) return ofClass(code, module, owner) && new RegExp(`\\.${name}\\b`).test(code);
  if (givenBy[`${module}.${name}`]?.test(code)) return true;
  return imports(code, module, name) || new RegExp(`\\b${module.replace('.', '\\.')}\\.${name}\\b`).test(code);
}

/** Classes that a program gets from a function, and does not name. */
const givenBy: Readonly<Record<string, RegExp>> = {
  'asyncio.Loop': /get_event_loop\(/,
  'asyncio.Server': /start_server\(/,
  'asyncio.Stream': /open_connection\(/,
  '_thread.LockType': /allocate_lock\(/,
  'machine.Memory': /mem(8|16|32)\[/,
  'requests.Response': /requests\.(get|post|request)\(/,
  'rp2.StateMachine': /StateMachine\(|\.state_machine\(/,
  'select.poll': /select\.poll\(/,
  'socket.socket': /socket\.socket\(/,
  'ssl.SSLSocket': /\.wrap_socket\(/,
};

function ofClass(code: string, module: string, owner: string): boolean {
  return givenBy[`${module}.${owner}`]?.test(code) ?? new RegExp(`\\b${owner}\\b`).test(code);
}

function imports(code: string, module: string, name: string): boolean {
  return [...code.matchAll(/^\s*from ([\w.]+) import (.+)$/gm)].some(
    ([, from = '', names = '']) => from === module && names.split(/[\s,()]+/).includes(name),
  );
}

function ofModule(module: string, file: string): OfferedName[] {
  const source = readSource(file);
  const taken = [...source.matchAll(/^from \.?(\w+) import (\([^)]*\)|.*)$/gm)].flatMap(([, from = '', names = '']) =>
    from.startsWith('_') && existsOwn(from)
      ? definitions(readSource(`${from}.py`)).filter(({ name }) => names.split(/[\s,()]+/).includes(name))
      : [],
  );
  const found = [...definitions(source), ...taken].filter(({ name }) => !isPrivate(name));
  return found.flatMap(({ name, methods = [] }) => [
    { module, name },
    ...methods.filter((method) => !isPrivate(method)).map((method) => ({ module, owner: name, name: method })),
  ]);
}

function definitions(source: string): Found[] {
  const found = new Map<string, Found>();
  // From one definition at the left edge to the next.
  for (const [piece] of source.matchAll(/^(?:class|def|async def) .*(?:\n(?:[ \t)].*)?)*/gm)) {
    const [, kind, name = '', bases = ''] = /^(class|def|async def) (\w+)\(?([\w., ]*)/.exec(piece) ?? [];
    if (kind !== 'class') {
      found.set(name, { name });
      continue;
    }
    const inherited = bases.split(/[\s,]+/).flatMap((base) => found.get(base)?.methods ?? []);
    const own = [...piece.matchAll(/^ {4}(?:async )?def (\w+)/gm)].map(([, method = '']) => method);
    const others = [...piece.matchAll(/^ {4}([a-z]\w*(?: = [a-z]\w*)+)$/gm)].flatMap(([, chain = '']) =>
      chain.split(' = '),
    );
    found.set(name, { name, methods: [...new Set([...inherited, ...own, ...others])] });
  }
  return [...found.values()];
}

const isPrivate = (name: string) => name.startsWith('_') && name !== '_thread';
const readSource = (file: string) => readFileSync(new URL(file, ownModulesFolder), 'utf8');
const existsOwn = (module: string) => readdirSync(ownModulesFolder).includes(`${module}.py`);
