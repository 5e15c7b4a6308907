/** For what had the focus and goes away: in the table the arrow keys go on from the row that is chosen. */
export function focusTable(within: Element): void {
  within.closest('.logs')?.querySelector<HTMLElement>('.log-scroller')?.focus({ preventScroll: true });
}
