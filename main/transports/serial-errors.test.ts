import { expect, it } from 'vitest';
import { serialOpenError } from './serial-errors.ts';

it.each<[NodeJS.Platform, string, string, RegExp]>([
  ['linux', 'Error: No such file or directory, cannot open /dev/ttyACM0', 'no-board', /Plug the board in/],
  ['linux', 'Error Resource temporarily unavailable Cannot lock port', 'port-busy', /Thonny, mpremote/],
  ['linux', 'Error: Device or resource busy, cannot open /dev/ttyACM0', 'port-busy', /Close it there/],
  ['linux', 'Error: Permission denied, cannot open /dev/ttyACM0', 'port-forbidden', /dialout.*udev/],
  ['darwin', 'Error: Permission denied, cannot open /dev/cu.usbmodem1', 'port-forbidden', /administers/],
  ['win32', 'Opening COM3: Access denied', 'port-busy', /Close it there/],
  ['win32', 'Opening COM3: File not found', 'no-board', /Plug the board in/],
  ['linux', 'Error: Inappropriate ioctl for device, cannot open /etc/hosts', 'no-board', /Inappropriate ioctl/],
])('on %s, "%s" is %s with the remedy', (platform, message, code, remedy) => {
  const error = serialOpenError(message, '/dev/ttyACM0', platform, null);
  expect(error).toMatchObject({ code, message: expect.stringMatching(remedy) });
});
