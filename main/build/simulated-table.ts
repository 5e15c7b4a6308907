/**
 * Writes the table of docs/simulator.md that says what of a Pico W is simulated: `node main/build/simulated-table.ts`. It asks a simulated
 * board what its modules hold, compares that with a Pico W's names, and takes the differences from the board's own Python, where
 * lines `# differs: machine.ADC: how` and `# not simulated: machine.I2S` stand beside what they speak of.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SimulatedBoard } from '../simulator/simulated-board.ts';
import { ownModulesFolder } from '../simulator/thread/own-modules.ts';
import { picoWNames } from './pico-w-names.ts';

export const simulatorPage = new URL('../../docs/simulator.md', import.meta.url);
const begin = '<!-- made by main/build/simulated-table.ts; a test keeps it true -->\n';
const end = '<!-- end -->\n';

interface Note {
  place: string;
  /** How it differs; null: it is not simulated. */
  differs: string | null;
}

/** What the board's Python says of itself. */
export function declaredNotes(): Note[] {
  const files = readdirSync(ownModulesFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.py'),
  );
  return files.sort().flatMap((file) => {
    const source = readFileSync(join(fileURLToPath(ownModulesFolder), file), 'utf8');
    return [...source.matchAll(/^# (?:differs: ([\w.]+): (.+)|not simulated: ([\w.]+))$/gm)].map(
      ([, place, differs, missing]) => ({ place: place ?? missing ?? '', differs: differs ?? null }),
    );
  });
}

/** The names that a simulated board holds under each of `places`; null where there is no such thing. */
export async function boardNames(places: readonly string[]): Promise<Map<string, string[] | null>> {
  const flashFolder = mkdtempSync(join(tmpdir(), 'bramble-names-'));
  const board = await SimulatedBoard.start({ name: 'names', flashFolder });
  try {
    const answer = await ask(board, places);
    return new Map(Object.entries(JSON.parse(answer) as Record<string, string[] | null>));
  } finally {
    await board.dispose();
    rmSync(flashFolder, { recursive: true, force: true });
  }
}

function ask(board: SimulatedBoard, places: readonly string[]): Promise<string> {
  const program = `
import json
def look(place):
    names = place.split(".")
    try:
        found = __import__(names[0])
        for name in names[1:]:
            found = getattr(found, name)
    except (ImportError, AttributeError):
        return None
    return dir(found)
print("ANSWER" + json.dumps({place: look(place) for place in ${JSON.stringify(places)}}) + "END")
`;
  const line = board.openLine();
  let text = '';
  let asked = false;
  return new Promise((resolve) => {
    line.onData((bytes) => {
      text += Buffer.from(bytes).toString('latin1');
      if (!asked && /raw REPL; CTRL-B to exit\r\n>/.test(text)) {
        asked = true;
        void line.write(Buffer.from(`${program}\x04`));
      }
      const [, answer] = /ANSWER(.*)END/.exec(text) ?? [];
      if (answer !== undefined) resolve(answer);
    });
    void line.write(Buffer.from('\r\x03\x03\x01'));
  });
}

/** The table as it should be. */
export async function simulatedTable(): Promise<string> {
  const wanted = picoWNames();
  const notes = declaredNotes();
  const held = await boardNames([...wanted.keys(), ...notes.map(({ place }) => place)]);
  const unfounded = notes.filter(({ place }) => held.get(place) === null);
  if (unfounded.length > 0) throw new Error(`The board has no ${unfounded.map(({ place }) => place).join(', ')}.`);
  const rows = [...wanted.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([place, names]) => row(place, names, held, notes));
  return [
    '| of a Pico W | names it has | that work | approximated | not simulated | missing |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function row(place: string, names: string[], held: Map<string, string[] | null>, notes: readonly Note[]): string[] {
  // Old names of modules (`usys`), of which a board knows no more than the new ones.
  if (/^u(sys|time|asyncio)$/.test(place)) return [];
  const start = `| \`${place}\` | ${names.length} |`;
  const there = held.get(place) ?? null;
  if (there === null) return [`${start} 0 | | | all |`];
  const own = notes.filter((note) => note.place === place || isOf(note.place, place));
  if (own.some((note) => note.place === place && note.differs === null)) return [`${start} 0 | | all | |`];
  const missing = names.filter((name) => !there.includes(name));
  const inside = (note: Note) => (note.place === place ? '' : `\`${note.place.slice(place.length + 1)}\`: `);
  const refused = own.filter(({ differs }) => differs === null).map((note) => note.place.slice(place.length + 1));
  const approximated = own.flatMap((note) => (note.differs === null ? [] : [`${inside(note)}${note.differs}`]));
  const list = (items: readonly string[]) => items.map((item) => `\`${item}\``).join(' ');
  const working = names.length - missing.length - refused.length;
  return [`${start} ${working} | ${approximated.join('. ')} | ${list(refused)} | ${list(missing)} |`];
}

/** A note of `machine.ADC` belongs to the row of that class, one of `machine.freq` to that of the module. */
function isOf(place: string, parent: string): boolean {
  return place.startsWith(`${parent}.`) && !place.slice(parent.length + 1).includes('.') && !picoWNames().has(place);
}

/** The page with the table in its place. */
export function withTable(page: string, table: string): string {
  const from = page.indexOf(begin) + begin.length;
  return page.slice(0, from) + table + page.slice(page.indexOf(end, from));
}

if (import.meta.main) {
  writeFileSync(simulatorPage, withTable(readFileSync(simulatorPage, 'utf8'), await simulatedTable()));
}
