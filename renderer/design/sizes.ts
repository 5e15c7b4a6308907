/** Amounts in words. */

/** `812 B`, `12 KB`, `1.4 MB`; 1 KB is 1024 bytes, as boards' flash is counted. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilobytes = bytes / 1024;
  if (kilobytes < 10) return `${trimmed(kilobytes)} KB`;
  if (kilobytes < 1024) return `${Math.round(kilobytes)} KB`;
  return `${trimmed(kilobytes / 1024)} MB`;
}

function trimmed(amount: number): string {
  return amount.toFixed(1).replace(/\.0$/, '');
}
