/** The board's panel: the drawing with its live pins and LED, its flash and its Wi-Fi. */
import { Cpu, Wifi, WifiOff } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import type { BoardSummary } from '../../app/contract/index.ts';
import type { SimulatorSnapshot } from '../../app/simulator/index.ts';
import { useHostState, useSelectedBoard, useSession } from '../client/session.tsx';
import { reportError } from '../design/messages.ts';
import { EmptyState, Meter } from '../design/parts.tsx';
import { formatBytes } from '../design/sizes.ts';
import { PicoW } from './pico-w.tsx';
import { fetchSnapshot, type SimulatorStore } from './simulator-store.ts';
import './board.css';

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
      {board.kind === 'simulated' ? (
        <SimulatedBoard board={board} simulators={simulators} />
      ) : (
        <RealBoard board={board} stateWords={stateWords} />
      )}
    </section>
  );
}

function SimulatedBoard({ board, simulators }: { board: BoardSummary; simulators: SimulatorStore }) {
  const { host } = useSession();
  const { address } = board;
  const { kind } = board.state;
  const connected = useHostState().kind === 'connected' && kind !== 'disconnected' && kind !== 'lost';
  const snapshot = useStore(simulators, ({ snapshots }) => snapshots.get(address) ?? null);
  useEffect(() => {
    if (connected) fetchSnapshot(host, simulators, address).catch(reportError);
  }, [connected, host, simulators, address]);
  const drive = (pin: string, level: 0 | 1 | null) => {
    host.services.simulator.drivePin(address, pin, level).catch(reportError);
  };
  return (
    <>
      <div className="board-drawing">
        <PicoW snapshot={connected ? snapshot : null} onDrive={drive} />
      </div>
      {connected && snapshot !== null && <Facts snapshot={snapshot} />}
    </>
  );
}

function Facts({ snapshot: { flash, wifi } }: { snapshot: SimulatorSnapshot }) {
  const used = flash.totalBytes - flash.freeBytes;
  return (
    <div className="board-facts">
      <Meter label="Flash" value={used} total={flash.totalBytes} words={`${formatBytes(flash.freeBytes)} free`} />
      <p className="board-wifi">
        <span>Wi-Fi</span>
        {wifi.connected ? <Wifi size={14} aria-hidden /> : <WifiOff size={14} aria-hidden />}
        <span className="board-wifi-words">{wifiWords(wifi)}</span>
      </p>
    </div>
  );
}

function wifiWords({ active, connected, ssid, address }: SimulatorSnapshot['wifi']): string {
  if (!active) return 'off';
  if (!connected) return 'on, not connected';
  return [ssid ?? 'connected', address].filter((part) => part !== null).join(', ');
}

/** A real board does not say what its pins do; the drawing shows where they are. */
function RealBoard({ board, stateWords }: { board: BoardSummary; stateWords: string }) {
  return (
    <>
      <div className="board-drawing">
        <PicoW snapshot={null} onDrive={() => {}} />
      </div>
      <dl className="board-facts board-list">
        <dt>Board</dt>
        <dd>{board.title}</dd>
        <dt>State</dt>
        <dd>{stateWords}</dd>
        <dt>Firmware</dt>
        <dd>{board.firmware ?? 'not known yet'}</dd>
      </dl>
    </>
  );
}
