/** Both columns fit beside the log. */
const rowBytes = 8;

/** Bytes in hexadecimal, 8 a row, with their ASCII beside them. */
export function hexDump(bytes: Uint8Array): string {
  const rows: string[] = [];
  for (let start = 0; start < bytes.length; start += rowBytes) {
    const row = [...bytes.subarray(start, start + rowBytes)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const ascii = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    rows.push(`${start.toString(16).padStart(4, '0')}  ${hex.padEnd(rowBytes * 3 - 1)}  ${ascii}`);
  }
  return rows.join('\n');
}
