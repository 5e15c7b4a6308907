/** The board's panel: the drawing with its live pins, what is joined to them, memory and Wi-Fi. */
import { Cpu, Plus, Power } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { BoardSummary } from '../../app/contract/index.ts';
import type { PinName, SimulatorSnapshot } from '../../app/simulator/index.ts';
import { useHostState, useSelectedBoard, useSession } from '../client/session.tsx';
import { IconButton } from '../design/button.tsx';
import { MenuButton, type MenuItem } from '../design/menu.tsx';
import { reportError } from '../design/messages.ts';
import { EmptyState } from '../design/parts.tsx';
import { BoardFacts } from './board-facts.tsx';
import { PartCard, WireCard, wiringWords } from './part-card.tsx';
import { PicoW } from './pico-w.tsx';
import { PinPopover } from './pin-popover.tsx';
import type { BoardPin } from './pinout.ts';
import { fetchSnapshot, type SimulatorStore } from './simulator-store.ts';
import { type Steer, steerBoard } from './steering.ts';
import { usePartDescriptions } from './use-part-descriptions.ts';
import './board.css';
import './pico.css';
import './parts.css';

interface BoardPanelProps {
  simulators: SimulatorStore;
  /** The board's state as a sentence. */
  stateWords: string;
  /** What can be done when there is no board. */
  connect: ReactNode;
}

export function BoardPanel({ simulators, stateWords, connect }: BoardPanelProps) {
  const board = useSelectedBoard();
  if (board === null) {
    return (
      <section className="board panel" aria-label="Board">
        <EmptyState icon={<Cpu size={28} />} title="No board">
          <p>Plug in a Pico W, or try the simulated one.</p>
          {connect}
        </EmptyState>
      </section>
    );
  }
  return (
    <section className="board panel" aria-label="Board">
      {isRunHere(board) ? (
        <SimulatedBoard key={board.address} board={board} simulators={simulators} connect={connect} />
      ) : (
        <RealBoard board={board} stateWords={stateWords} />
      )}
    </section>
  );
}

/** A simulated board that another process offers is reached as a real one is, by its line alone. */
function isRunHere({ kind, address }: BoardSummary): boolean {
  return kind === 'simulated' && address.startsWith('sim:');
}

type SimulatedBoardProps = Pick<BoardPanelProps, 'simulators' | 'connect'> & { board: BoardSummary };

function SimulatedBoard({ board, simulators, connect }: SimulatedBoardProps) {
  const { host } = useSession();
  const { address } = board;
  const { kind } = board.state;
  const connected = useHostState().kind === 'connected' && kind !== 'disconnected' && kind !== 'lost';
  const known = useStore(simulators, ({ snapshots }) => snapshots.get(address) ?? null);
  const snapshot = connected ? known : null;
  const steer = useMemo(() => steerBoard(host, address), [host, address]);
  const [open, setOpen] = useState<{ pin: BoardPin; anchor: Element } | null>(null);
  const close = useCallback(() => setOpen(null), []);
  const press = useCallback((pin: BoardPin, anchor: Element) => setOpen({ pin, anchor }), []);
  useEffect(() => {
    if (connected) fetchSnapshot(host, simulators, address).catch(reportError);
  }, [connected, host, simulators, address]);
  return (
    <>
      <BoardHead board={board} steer={steer} enabled={snapshot !== null} />
      <div className="board-body">
        <div className="board-drawing">
          <PicoW snapshot={snapshot} onPress={press} hint={hintFor(connected)} />
        </div>
        {snapshot === null ? (
          <div className="board-note">{!connected && connect}</div>
        ) : (
          <div className="board-side">
            <PartList snapshot={snapshot} steer={steer} />
            <BoardFacts flash={snapshot.flash} heap={snapshot.heap} wifi={snapshot.wifi} steer={steer} />
          </div>
        )}
      </div>
      {open !== null && snapshot !== null && (
        <PinPopover key={open.pin.number} {...open} snapshot={snapshot} steer={steer} onClose={close} />
      )}
    </>
  );
}

function hintFor(connected: boolean): string {
  return connected
    ? 'Point at a pin to read it. Press it to drive it, or to attach a button, a sensor or a wire.'
    : 'The board is not connected, so its pins are not known.';
}

function BoardHead({ board, steer, enabled }: { board: BoardSummary; steer: Steer; enabled: boolean }) {
  const { host } = useSession();
  const descriptions = usePartDescriptions(host);
  const items = (): MenuItem[] =>
    descriptions.map(({ kind, name, wiring }) => ({
      kind: 'item',
      label: kind === 'ssd1306-spi' ? `${name} on SPI` : name,
      detail: wiringWords(wiring),
      choose: () => void steer({ kind: 'attach', part: kind, id: null, wiring, numbers: {} }).catch(reportError),
    }));
  return (
    <div className="panel-title">
      <span>{board.title}</span>
      {enabled && (
        <>
          <MenuButton label="Attach a part" className="icon-button" align="end" items={items}>
            <Plus size={14} />
          </MenuButton>
          <IconButton
            label="Switch the board off and on"
            tooltipSide="left"
            onClick={() => void steer({ kind: 'power', to: 'cycle' }).catch(reportError)}
          >
            <Power size={14} />
          </IconButton>
        </>
      )}
    </div>
  );
}

function PartList({ snapshot: { parts, wires }, steer }: { snapshot: SimulatorSnapshot; steer: Steer }) {
  if (parts.length === 0 && wires.length === 0) return null;
  return (
    <ul className="part-list" aria-label="Parts at the board">
      {parts.map((part) => (
        <PartCard key={part.id} part={part} steer={steer} />
      ))}
      {wires.map((wire: PinName[]) => (
        <WireCard key={wire.join(' ')} pins={wire} steer={steer} />
      ))}
    </ul>
  );
}

const ignorePress = () => {};

/** A real board does not say what its pins do; the drawing shows where they are and what each can be. */
function RealBoard({ board, stateWords }: { board: BoardSummary; stateWords: string }) {
  return (
    <>
      <div className="panel-title">
        <span>{board.title}</span>
      </div>
      <div className="board-body">
        <div className="board-drawing">
          <PicoW snapshot={null} onPress={ignorePress} hint="Point at a pin to read what it can be used for." />
        </div>
        <div className="board-side">
          <p className="board-note">
            {board.kind === 'simulated'
              ? 'Another program runs this simulated board, so its pins are not drawn live here. On the simulated Pico W of this window they are,'
              : 'A real board does not tell what its pins do while a program runs, so no levels are drawn here. On the simulated Pico W they are live,'}{' '}
            and buttons, voltages and sensors can be joined to them.
          </p>
          <dl className="board-facts board-list">
            <dt>State</dt>
            <dd>{stateWords}</dd>
            <dt>Firmware</dt>
            <dd>{board.firmware ?? 'not known yet'}</dd>
          </dl>
        </div>
      </div>
    </>
  );
}
