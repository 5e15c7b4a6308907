/** Which bytes may stand in a tag and in a hostname: a table look-up, for every byte of every header passes here. */

const tagBit = 1;
const hostBit = 2;
const letterBit = 4;

const classes = new Uint8Array(256);
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

function mark(characters: string, bits: number): void {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    classes[code] = (classes[code] ?? 0) | bits;
  }
}

mark(letters, tagBit | hostBit | letterBit);
mark(digits, tagBit | hostBit);
// What programs, systemd units and Cisco mnemonics are named with.
mark('%()+-./@_', tagBit);
// Names, IPv4, IPv6 with a zone.
mark('%-.:_', hostBit);

export function isTagByte(code: number): boolean {
  return ((classes[code] ?? 0) & tagBit) !== 0;
}

export function isHostByte(code: number): boolean {
  return ((classes[code] ?? 0) & hostBit) !== 0;
}

export function isLetter(code: number): boolean {
  return ((classes[code] ?? 0) & letterBit) !== 0;
}
