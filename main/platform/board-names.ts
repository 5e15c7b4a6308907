/** The names that the user gave to boards: one JSON file in the data folder, name to address. */
import { join } from 'node:path';
import { BrambleError } from '../../app/base/index.ts';
import { formatBoardAddress, parseBoardAddress } from '../../app/board/index.ts';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** Name to address, such as `kitchen` to `id:E6614104…`. */
export type BoardNames = Readonly<Record<string, string>>;

export async function readBoardNames(dataFolder: string): Promise<BoardNames> {
  const names = await readJsonFile(fileIn(dataFolder));
  // Spoilt by hand: the names are lost, the boards are not.
  if (typeof names !== 'object' || names === null) return {};
  return Object.fromEntries(Object.entries(names).filter(([, address]) => typeof address === 'string'));
}

/**
 * Names a board, in place of the name that it had; null takes its name away. Throws `usage` for what cannot be a name, and for the
 * name of another board.
 */
export async function nameBoard(dataFolder: string, address: string, name: string | null): Promise<void> {
  const names = await readBoardNames(dataFolder);
  const given = parseBoardAddress(address);
  const wanted = given.kind === 'name' ? addressOf(given.name, names) : formatBoardAddress(given);
  if (name !== null) refuse(name, names, wanted);
  const others = Object.entries(names).filter(([, other]) => other !== wanted);
  const next = Object.fromEntries(name === null ? others : [...others, [name, wanted]]);
  await writeJsonFile(fileIn(dataFolder), next);
}

function addressOf(name: string, names: BoardNames): string {
  const address = Object.hasOwn(names, name) ? names[name] : undefined;
  if (address !== undefined) return address;
  throw new BrambleError('usage', `No board is named ${name}. Give its address: bramble devices lists them.`);
}

function refuse(name: string, names: BoardNames, address: string): void {
  if (!isBoardName(name)) {
    throw new BrambleError(
      'usage',
      `"${name}" cannot name a board. Use letters, digits, "-", "_" and ".", begin with a letter, and leave out auto, all and COM1.`,
    );
  }
  const taken = Object.hasOwn(names, name) ? names[name] : undefined;
  if (taken === undefined || taken === address) return;
  throw new BrambleError(
    'usage',
    `The board ${taken} is named ${name} already. Choose another name, or rename that one.`,
  );
}

function isBoardName(name: string): boolean {
  try {
    const address = parseBoardAddress(`name:${name}`);
    return address.kind === 'name' && parseBoardAddress(name).kind === 'name';
  } catch {
    return false;
  }
}

function fileIn(dataFolder: string): string {
  return join(dataFolder, 'board-names.json');
}
