/** Hands bytes to the browser as a download. */

/** How long the browser may take to begin reading the object's URL. */
const keptMs = 60_000;

export function saveDownload(name: string, bytes: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keptMs);
}
