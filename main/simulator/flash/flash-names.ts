/**
 * Names of files on a board and in the folder that holds its flash. A board allows nearly any name; a computer does not, so
 * what some computer would refuse or misread is written as %XX, the same on every system. Touches no file.
 */

/** littlefs's LFS_NAME_MAX, in bytes. */
export const longestName = 255;

/** What Windows refuses in a name, and what a terminal would obey. */
const unsafe = /[\u0000-\u001f\u007f<>:"\\|?*]|%(?=[0-9A-F]{2})|[. ]$/g;
/** Devices on Windows, with or without an extension. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** The name in the host folder. */
export function hostName(boardName: string): string {
  const escaped = boardName.replace(unsafe, percent);
  return device.test(escaped) ? percent(escaped.slice(0, 1)) + escaped.slice(1) : escaped;
}

/** The name on the board of an entry in the host folder, or undefined when the board is not to see it. */
export function boardName(nameInHost: string): string | undefined {
  // Node shows bytes that are no UTF-8 as U+FFFD; such a file could not be opened by the name shown.
  if (nameInHost.includes('\ufffd') || Buffer.byteLength(nameInHost) > longestName) return undefined;
  const name = nameInHost.replace(/%([0-9A-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return hostName(name) === nameInHost ? name : undefined;
}

/** The parts of a board path from the root, with `.`, `..` and empty parts resolved as littlefs does: by text. */
export function boardPathParts(path: string, currentFolder: readonly string[]): string[] {
  const parts = path.startsWith('/') ? [] : [...currentFolder];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}
