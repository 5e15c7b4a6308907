/** What the file system answers about the project's files, as sentences for people. */
import { BrambleError, type ErrorCode } from '../../../app/base/index.ts';

/** Translates a Node file system error about `path` (relative to the project); what is not one comes back unchanged. */
export function projectFileError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof BrambleError) return error;
  const found = sentences[String(error.code)];
  if (found === undefined) return error;
  return new BrambleError(found.code, `“${path}” ${found.says}`, { cause: error });
}

const sentences: Readonly<Record<string, { code: ErrorCode; says: string }>> = {
  ENOENT: {
    code: 'file-not-found',
    says: 'is not in the project any more. It may have been moved, renamed or deleted outside Bramble.',
  },
  ENOTDIR: {
    code: 'file-unreadable',
    says: 'cannot be made: a part of its path is a file, not a folder. Choose another name.',
  },
  EISDIR: { code: 'file-unreadable', says: 'is a folder. Choose another name for the file.' },
  EEXIST: { code: 'file-exists', says: 'is in the project already. Choose another name, or remove that one first.' },
  EACCES: { code: 'file-unreadable', says: forbidden() },
  EPERM: { code: 'file-unreadable', says: forbidden() },
  EROFS: {
    code: 'file-unreadable',
    says: 'cannot be written: its disk is read-only. Copy the project to another folder and open it there.',
  },
  EBUSY: { code: 'file-unreadable', says: 'is held by another program. Close that program, then try again.' },
  ENOSPC: {
    code: 'file-unreadable',
    says: 'cannot be written: the disk is full. Make room, then save again; the file on the disk is as it was.',
  },
  EDQUOT: {
    code: 'file-unreadable',
    says: 'cannot be written: your disk quota is used up. Make room, then save again; the file on the disk is as it was.',
  },
  ENAMETOOLONG: { code: 'file-unreadable', says: 'has a name too long for this disk. Choose a shorter one.' },
  ELOOP: { code: 'file-unreadable', says: 'is a link that leads in a circle. Remove the link.' },
  EMFILE: { code: 'file-unreadable', says: 'cannot be opened: too many files are open. Try again in a moment.' },
};

function forbidden(): string {
  return 'cannot be read or written by this user. Change the permissions of the file and its folder.';
}
