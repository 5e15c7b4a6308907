/** A menu that opens from a button or at a point. Arrow keys move, Enter chooses, Escape closes and gives the focus back. */
import { Check } from 'lucide-react';
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import { isMac } from './platform.ts';
import { shortcutLabel } from './shortcut.ts';

export type MenuItem =
  | {
      kind: 'item';
      label: string;
      /** A second, quieter line. */
      detail?: string;
      icon?: ReactNode;
      shortcut?: string | undefined;
      checked?: boolean;
      /** Any of its kind may be checked, and not one of them. */
      toggles?: true;
      danger?: boolean;
      disabled?: boolean;
      choose: () => void;
    }
  | { kind: 'heading'; label: string }
  | { kind: 'separator'; id: string };

export interface MenuButtonProps {
  /** The accessible name of the button and of the menu. */
  label: string;
  items: () => MenuItem[];
  className?: string;
  align?: 'start' | 'end';
  children: ReactNode;
}

export function MenuButton({
  label,
  items,
  className = 'button button-quiet',
  align = 'start',
  children,
}: MenuButtonProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  return (
    <span className="menu-anchor">
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || open) return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children}
      </button>
      {open && (
        <MenuPopup id={id} label={label} items={items()} align={align} origin={button} onClose={() => setOpen(false)} />
      )}
    </span>
  );
}

/** A context menu at a point of the window. */
export function ContextMenu(props: {
  label: string;
  items: MenuItem[];
  at: { x: number; y: number };
  onClose: () => void;
}) {
  const { label, items, at, onClose } = props;
  const origin = useRef<HTMLElement>(null);
  return <MenuPopup label={label} items={items} at={at} origin={origin} onClose={onClose} />;
}

interface MenuPopupProps {
  id?: string;
  label: string;
  items: MenuItem[];
  align?: 'start' | 'end';
  at?: { x: number; y: number };
  origin: RefObject<HTMLElement | null>;
  onClose: () => void;
}

function MenuPopup({ id, label, items, align = 'start', at, origin, onClose }: MenuPopupProps) {
  const popup = useRef<HTMLDivElement>(null);
  useEffect(() => firstChoice(popup.current)?.focus(), []);
  // Before the menu leaves the page: a dialog that its choice opens gives the focus back to what had it last.
  useLayoutEffect(() => {
    const menu = popup.current;
    const before = origin.current ?? document.activeElement;
    return () => {
      // Only where the focus would be lost; a click elsewhere keeps the focus that it made.
      const { activeElement } = document;
      const lost = activeElement === document.body || activeElement === null || menu?.contains(activeElement) === true;
      if (lost && before instanceof HTMLElement) before.focus();
    };
  }, [origin]);
  useEffect(() => {
    const closeOutside = (event: PointerEvent) => {
      const target = event.target;
      if (target instanceof Node && !popup.current?.contains(target) && !origin.current?.contains(target)) onClose();
    };
    document.addEventListener('pointerdown', closeOutside, true);
    window.addEventListener('blur', onClose);
    return () => {
      document.removeEventListener('pointerdown', closeOutside, true);
      window.removeEventListener('blur', onClose);
    };
  }, [origin, onClose]);
  useLayoutEffect(() => {
    const beside = at === undefined ? origin.current?.getBoundingClientRect() : undefined;
    place(popup.current, beside === undefined ? (at ?? { x: 0, y: 0 }) : pointBelow(beside, align, popup.current));
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const move = focusMove(event.key);
    if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (move === null) return;
    else moveFocus(popup.current, move);
    if (event.key !== 'Tab') {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  // Under the page's body: a panel would cut it off at its edge.
  return createPortal(
    <div
      ref={popup}
      id={id}
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className="menu"
      onKeyDown={onKeyDown}
      onClick={(event) => event.stopPropagation()}
    >
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may have the same name, and an open menu keeps its items.
        <MenuRow key={index} item={item} onClose={onClose} />
      ))}
    </div>,
    document.body,
  );
}

function MenuRow({ item, onClose }: { item: MenuItem; onClose: () => void }) {
  if (item.kind === 'separator') return <hr />;
  if (item.kind === 'heading') return <div className="menu-heading">{item.label}</div>;
  const choose = () => {
    onClose();
    item.choose();
  };
  return (
    <button
      type="button"
      {...roleOf(item)}
      className={item.danger === true ? 'menu-item menu-danger' : 'menu-item'}
      tabIndex={-1}
      disabled={item.disabled}
      onClick={choose}
    >
      <span className="menu-icon">{item.checked === true ? <Check size={14} aria-hidden /> : item.icon}</span>
      <span className="menu-words">
        {item.label}
        {item.detail !== undefined && <small>{item.detail}</small>}
      </span>
      {item.shortcut !== undefined && <kbd>{shortcutLabel(item.shortcut, isMac)}</kbd>}
    </button>
  );
}

function roleOf({ checked, toggles }: MenuItem & { kind: 'item' }) {
  if (checked === undefined) return { role: 'menuitem' };
  return { role: toggles === true ? 'menuitemcheckbox' : 'menuitemradio', 'aria-checked': checked };
}

type FocusMove = 'next' | 'previous' | 'first' | 'last';

function focusMove(key: string): FocusMove | null {
  const moves: Record<string, FocusMove> = { ArrowDown: 'next', ArrowUp: 'previous', Home: 'first', End: 'last' };
  return moves[key] ?? null;
}

function choices(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('.menu-item:not(:disabled)') ?? [])];
}

function firstChoice(menu: HTMLElement | null): HTMLElement | null {
  return choices(menu).find((each) => each.ariaChecked === 'true') ?? choices(menu)[0] ?? menu;
}

function moveFocus(menu: HTMLElement | null, move: FocusMove): void {
  const all = choices(menu);
  const here = all.indexOf(document.activeElement as HTMLElement);
  const target = { next: here + 1, previous: here - 1 + (here === -1 ? 1 : 0), first: 0, last: all.length - 1 }[move];
  all.at(target % Math.max(1, all.length))?.focus();
}

/** Where a menu of a button begins. */
function pointBelow(button: DOMRect, align: 'start' | 'end', popup: HTMLElement | null): { x: number; y: number } {
  return { x: align === 'start' ? button.left : button.right - (popup?.offsetWidth ?? 0), y: button.bottom + 4 };
}

/** Puts a popup at a point, or as near to it as the window lets it be whole. */
function place(popup: HTMLElement | null, { x, y }: { x: number; y: number }): void {
  if (popup === null) return;
  const within = (wanted: number, size: number, room: number) => Math.max(8, Math.min(wanted, room - 8 - size));
  popup.style.left = `${within(x, popup.offsetWidth, innerWidth)}px`;
  popup.style.top = `${within(y, popup.offsetHeight, innerHeight)}px`;
}
