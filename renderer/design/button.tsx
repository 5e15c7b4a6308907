/** Buttons: with words, or an icon with a tooltip. */
import type { ComponentProps, ReactNode } from 'react';
import type { Command } from './command.ts';
import { runCommand } from './command.ts';
import { reportError } from './messages.ts';
import { isMac } from './platform.ts';
import { ariaShortcut, shortcutLabel } from './shortcut.ts';
import { Tooltip } from './tooltip.tsx';

type ButtonTone = 'plain' | 'quiet' | 'accent' | 'run' | 'stop';

export function Button({ tone = 'plain', className = '', ...rest }: { tone?: ButtonTone } & ComponentProps<'button'>) {
  return <button type="button" className={`button button-${tone} ${className}`} {...rest} />;
}

interface IconButtonProps {
  /** The accessible name, and the tooltip's text. */
  label: string;
  shortcut?: string | undefined;
  pressed?: boolean;
  disabled?: boolean;
  /** Where the tooltip stands; `left` for buttons at the page's right edge. */
  tooltipSide?: 'below' | 'above' | 'left';
  onClick: () => void;
  children: ReactNode;
}

export function IconButton({ label, shortcut, pressed, disabled, tooltipSide, onClick, children }: IconButtonProps) {
  return (
    <Tooltip text={shortcut === undefined ? label : `${label} (${shortcutLabel(shortcut, isMac)})`} side={tooltipSide}>
      <button
        type="button"
        className="icon-button"
        aria-label={label}
        aria-pressed={pressed}
        aria-keyshortcuts={shortcut === undefined ? undefined : ariaShortcut(shortcut, isMac)}
        disabled={disabled}
        onClick={onClick}
      >
        {children}
      </button>
    </Tooltip>
  );
}

/**
 * A command as a button: its name is `name`, its tooltip the label and the shortcut. While it does not work it keeps the focus, which it
 * often has from the press that ended it: Run while the program runs.
 */
export function CommandButton(props: { command: Command; name: string; tone: ButtonTone; icon: ReactNode }) {
  const { command, name, tone, icon } = props;
  const { shortcut } = command;
  const hint = shortcut === undefined ? command.label : `${command.label} (${shortcutLabel(shortcut, isMac)})`;
  return (
    <Tooltip text={hint}>
      <Button
        tone={tone}
        aria-disabled={!command.enabled}
        aria-label={name}
        aria-keyshortcuts={shortcut === undefined ? undefined : ariaShortcut(shortcut, isMac)}
        onClick={() => runCommand(command, reportError)}
      >
        {icon}
        <span>{name}</span>
        {shortcut !== undefined && <kbd>{shortcutLabel(shortcut, isMac)}</kbd>}
      </Button>
    </Tooltip>
  );
}
