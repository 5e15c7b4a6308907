/**
 * Every error that a user of Bramble can be shown, in one place. `docs/errors.md` lists the same codes, and a test
 * keeps the two equal. The `exit` is the command line's exit code for it.
 */

export const errorCodes = {
  'board-program-failed': { exit: 1, says: 'The program on the board raised an exception.' },
  usage: { exit: 2, says: 'The command or the request is not one that Bramble knows, or an argument is wrong.' },
  'bad-address': { exit: 2, says: 'A board address is not of a form that Bramble knows.' },
  'file-not-found': { exit: 2, says: 'A file or folder on this computer is missing.' },
  'file-unreadable': { exit: 2, says: 'A file or folder on this computer cannot be read or written.' },
  'file-exists': { exit: 2, says: 'A file or folder of that name is already on this computer.' },
  'file-changed': { exit: 2, says: 'A file on this computer was changed by another program since it was opened.' },
  'no-board': { exit: 3, says: 'No board is connected, or none at this address.' },
  'several-boards': { exit: 3, says: '`auto` means the only board there is, and there are several.' },
  'port-busy': { exit: 3, says: 'Another program holds the port, or the simulated board’s flash folder.' },
  'port-forbidden': { exit: 3, says: 'The system does not let this user open the port.' },
  'board-busy': { exit: 3, says: 'The board runs a program, and what was asked has to wait for its end.' },
  'connection-lost': { exit: 3, says: 'The board went away while Bramble was using it.' },
  'not-responding': { exit: 4, says: 'The board did not answer in time.' },
  'not-micropython': { exit: 3, says: 'What is connected does not run MicroPython.' },
  'board-resets': { exit: 4, says: 'The board restarts again and again before it can be interrupted.' },
  'board-in-bootloader': { exit: 3, says: 'The board is in BOOTSEL mode, where it runs no MicroPython.' },
  protocol: { exit: 3, says: 'What the board sent is not what the raw REPL sends.' },
  'board-file-not-found': { exit: 1, says: 'A file or folder on the board is missing.' },
  'board-file-exists': { exit: 1, says: 'A file or folder of that name is already on the board.' },
  'board-is-directory': { exit: 1, says: 'A folder on the board stands where a file is needed.' },
  'board-not-directory': { exit: 1, says: 'A file on the board stands where a folder is needed.' },
  'board-directory-not-empty': { exit: 1, says: 'A folder on the board is not empty.' },
  'board-flash-full': { exit: 1, says: 'The board’s flash has no room for the file.' },
  'board-file-damaged': { exit: 1, says: 'What the board holds after a write is not what was sent.' },
  'board-out-of-memory': { exit: 1, says: 'The board ran out of memory.' },
  'simulator-crashed': { exit: 3, says: 'The simulated board’s interpreter crashed.' },
  'udp-port-busy': { exit: 3, says: 'Another program listens on the UDP port for syslog.' },
  'udp-port-forbidden': { exit: 3, says: 'The system does not let this user listen on the UDP port.' },
  'tcp-port-busy': { exit: 3, says: 'Another program listens on the TCP port.' },
  'log-store': { exit: 1, says: 'The log store cannot be opened or written.' },
  'bad-query': { exit: 2, says: 'A log query does not parse, or would take for ever.' },
  'bad-request': { exit: 2, says: 'A message from the user interface does not match its schema.' },
  cancelled: { exit: 130, says: 'The user cancelled the operation.' },
  'not-supported': { exit: 2, says: 'This board, host or system cannot do what was asked.' },
  internal: { exit: 1, says: 'Something that should not happen did: a bug in Bramble.' },
} as const satisfies Record<string, { exit: number; says: string }>;

export type ErrorCode = keyof typeof errorCodes;

export function isErrorCode(text: unknown): text is ErrorCode {
  return typeof text === 'string' && Object.hasOwn(errorCodes, text);
}
