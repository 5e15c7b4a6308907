/** Puts a popover at the height of the pin that it is about, beside the board's panel where there is room, else below the pin. */

const gapPx = 6;
const edgePx = 8;

export function placeBeside(popover: HTMLElement | null, anchor: Element): void {
  if (popover === null) return;
  const { top, bottom } = anchor.getBoundingClientRect();
  const { left, right } = (anchor.closest('.board') ?? anchor).getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const place = placeOf({ left, right, top, bottom }, { width, height }, { width: innerWidth, height: innerHeight });
  popover.style.left = `${place.left}px`;
  popover.style.top = `${place.top}px`;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}
interface Size {
  width: number;
  height: number;
}

export function placeOf(anchor: Box, popover: Size, page: Size): { left: number; top: number } {
  const keepIn = (at: number, size: number, room: number) => Math.max(edgePx, Math.min(at, room - edgePx - size));
  const middle = keepIn((anchor.top + anchor.bottom - popover.height) / 2, popover.height, page.height);
  if (anchor.left - gapPx - popover.width >= edgePx) return { left: anchor.left - gapPx - popover.width, top: middle };
  if (anchor.right + gapPx + popover.width <= page.width - edgePx) return { left: anchor.right + gapPx, top: middle };
  const below = anchor.bottom + gapPx;
  const fitsBelow = below + popover.height <= page.height - edgePx;
  const top = fitsBelow ? below : anchor.top - gapPx - popover.height;
  return { left: keepIn(anchor.left, popover.width, page.width), top: keepIn(top, popover.height, page.height) };
}
