/** Links to a row of the log: the page's own address with the row's id behind the `#`. */

/** The page's address that leads to the row. */
export function linkToRow(page: string, id: number): string {
  const url = new URL(page);
  url.hash = `log=${id}`;
  return url.href;
}

/** The row that a link's `#…` names; null when it names none. */
export function rowOfLink(hash: string): number | null {
  const [, digits] = /^#log=(\d{1,15})$/.exec(hash) ?? [];
  return digits === undefined ? null : Number(digits);
}
