/** What the system says when a serial port does not open. The bindings give no codes, only their C library's words. */
import { BrambleError } from '../../app/base/index.ts';

/** `message` is the bindings'; `holders` says who has the port open, where the system tells. */
export function serialOpenError(
  message: string,
  path: string,
  platform: NodeJS.Platform,
  cause: unknown,
  holders: string | null = null,
): BrambleError {
  // Windows says "Access denied" for a port that another program holds.
  const busy =
    platform === 'win32' ? /access (is )?denied/i : /cannot lock port|resource busy|temporarily unavailable/i;
  if (busy.test(message)) {
    return new BrambleError(
      'port-busy',
      holders === null
        ? `Another program holds ${path}. Close it there (Thonny, mpremote, a serial monitor, another Bramble) and try again.`
        : `${holders} holds ${path}. Close it there and try again.`,
      { cause },
    );
  }
  if (/permission denied|not permitted/i.test(message)) {
    return new BrambleError(
      'port-forbidden',
      `The system does not let you open ${path}. ${permissionRemedy(platform)}`,
      {
        cause,
      },
    );
  }
  if (/no such file|not found|no such device|not configured/i.test(message)) {
    return new BrambleError(
      'no-board',
      `There is no port ${path}. Plug the board in, or list the boards: bramble devices.`,
      {
        cause,
      },
    );
  }
  return new BrambleError(
    'no-board',
    `${path} cannot be opened as a serial port (${message}). Check the address, or list the boards: bramble devices.`,
    { cause },
  );
}

/**
 * Whether the system's answer to a question about an open port means that the port is gone (EIO, ENODEV, ENXIO), rather than
 * that it has no such lines, as a pseudo-terminal says.
 */
export function isHungUp(message: string): boolean {
  return /input\/output error|no such device|device not configured/i.test(message);
}

function permissionRemedy(platform: NodeJS.Platform): string {
  if (platform !== 'linux') return 'Ask who administers this computer for access to it.';
  return [
    'Add yourself to the group that owns serial ports with "sudo usermod -a -G dialout $USER" (the group is "uucp" on Arch)',
    'and log in again, or add a udev rule: SUBSYSTEM=="tty", ATTRS{idVendor}=="2e8a", MODE="0666".',
  ].join(' ');
}
