/** The shell's panel: the selected board's terminal, or what to do to get one. */
import { Eraser, Plug, RotateCcw, Unplug } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useSelectedBoard } from '../client/session.tsx';
import { Button, IconButton } from '../design/button.tsx';
import { type Command, runCommand } from '../design/command.ts';
import { reportError } from '../design/messages.ts';
import { EmptyState } from '../design/parts.tsx';
import type { Shell } from './shell.ts';
import type { LinkOf } from './source-links.ts';
import './shell.css';

interface ShellPanelProps {
  shell: Shell;
  clear: Command;
  softReset: Command;
  /** Connects the selected board, or the simulated one. */
  connect: Command;
  /** Opens a place in a program that a board names. */
  linkOf: LinkOf;
}

export function ShellPanel({ shell, clear, softReset, connect, linkOf }: ShellPanelProps) {
  const board = useSelectedBoard();
  useEffect(() => shell.followLinks(linkOf), [shell, linkOf]);
  if (board === null) {
    return (
      <section className="shell" aria-label="Shell">
        <EmptyState icon={<Unplug size={28} />} title="No board is connected">
          <p>
            Plug in a Pico W, or try the simulated one. What the board prints appears here, and what you type goes to
            it.
          </p>
          <ConnectButton connect={connect} />
        </EmptyState>
      </section>
    );
  }
  const { state } = board;
  return (
    <section className="shell" aria-label="Shell">
      <div className="shell-column">
        {state.kind === 'lost' && (
          <div className="shell-notice" role="alert">
            <span>
              {state.reason} {state.remedy}
            </span>
            <ConnectButton connect={connect} />
          </div>
        )}
        {state.kind === 'disconnected' && (
          <div className="shell-notice">
            <span>{board.title} is not connected.</span>
            <ConnectButton connect={connect} />
          </div>
        )}
        <TerminalArea shell={shell} address={board.address} />
      </div>
      <div className="shell-tools" role="toolbar" aria-label="Shell tools" aria-orientation="vertical">
        <Tool command={clear} icon={<Eraser size={15} />} />
        <Tool command={softReset} icon={<RotateCcw size={15} />} />
      </div>
    </section>
  );
}

function TerminalArea({ shell, address }: { shell: Shell; address: string }) {
  const area = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (area.current === null) return;
    const attachment = shell.terminal(address).attach(area.current);
    return () => attachment.dispose();
  }, [shell, address]);
  return <div ref={area} className="shell-area" />;
}

function ConnectButton({ connect }: { connect: Command }) {
  return (
    <Button disabled={!connect.enabled} onClick={() => runCommand(connect, reportError)}>
      <Plug size={14} aria-hidden /> {connect.label}
    </Button>
  );
}

function Tool({ command, icon }: { command: Command; icon: React.ReactNode }) {
  return (
    <IconButton
      label={command.label}
      shortcut={command.shortcut}
      disabled={!command.enabled}
      tooltipSide="left"
      onClick={() => runCommand(command, reportError)}
    >
      {icon}
    </IconButton>
  );
}
