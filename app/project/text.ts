/** What counts as text that an editor may show and save: UTF-8 that comes back as the same bytes. It knows no files. */

/** The text, a byte order mark included, so that saving gives back the same bytes; null where it is none. UTF-8 may have NULs, but texts have none. */
export function decodeText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
