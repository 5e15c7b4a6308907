/** Names of the project's files: relative, `/` between parts, and unable to leave the project. Touches no disk. */

const maxPathLength = 1024;
const maxPartLength = 255;

/**
 * Whether `path` names a file or folder inside a project on every system that Bramble runs on: no absolute path, no `.`,
 * `..` or empty part, no backslash, drive letter, colon (NTFS streams) or control character.
 */
export function isProjectPath(path: string): boolean {
  if (path.length === 0 || path.length > maxPathLength) return false;
  return path.split('/').every(isProjectPathPart);
}

function isProjectPathPart(part: string): boolean {
  if (part === '' || part === '.' || part === '..' || part.length > maxPartLength) return false;
  return !/[\\:\x00-\x1f\x7f]/.test(part);
}

/** Whether the project's list leaves this name out: hidden files, and what Python compiles for itself. */
export function isHiddenName(name: string): boolean {
  return name.startsWith('.') || name === '__pycache__';
}
