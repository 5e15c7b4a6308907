/** The board picker: which board, what it does, and which others there are. */
import { ChevronDown, Network, Plug, Unplug } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { BrambleError } from '../../app/base/index.ts';
import { parseBoardAddress } from '../../app/board/index.ts';
import type { BoardSummary } from '../../app/contract/index.ts';
import { useHostState, useSelectedBoard, useSession } from '../client/session.tsx';
import { runCommand } from '../design/command.ts';
import { TextDialog } from '../design/dialog.tsx';
import { MenuButton, type MenuItem } from '../design/menu.tsx';
import { reportError } from '../design/messages.ts';
import type { Commands } from './commands.ts';
import { StateIcon } from './state-icon.tsx';
import { type StateWords, stateWords } from './state-words.ts';

export function BoardPicker({ commands, words }: { commands: Commands; words: StateWords }) {
  const session = useSession();
  const boards = useStore(session.boards, (state) => state.boards);
  const selected = useSelectedBoard();
  const hostConnected = useHostState().kind === 'connected';
  const [asking, setAsking] = useState(false);
  const title = selected?.title ?? 'No board';

  const use = (address: string) => {
    session.boards.setState({ picked: address });
    session.host.services.boards.connect(address).catch(reportError);
  };
  const items = (): MenuItem[] => [
    { kind: 'heading', label: boards === null || boards.length === 0 ? 'No board can be seen' : 'Boards' },
    ...(boards ?? []).map((board) => boardItem(board, board === selected, hostConnected, use)),
    { kind: 'separator', id: 'more' },
    {
      kind: 'item',
      label: 'Connect by address…',
      icon: <Network size={14} />,
      disabled: !hostConnected,
      choose: () => setAsking(true),
    },
    {
      kind: 'item',
      label: commands.disconnect.label,
      icon: <Unplug size={14} />,
      disabled: !commands.disconnect.enabled,
      choose: () => runCommand(commands.disconnect, reportError),
    },
  ];
  return (
    <>
      <MenuButton label={`Board: ${title}, ${words.short}`} className="button board-picker" items={items}>
        <StateIcon tone={words.tone} />
        <span className="board-picker-title">{title}</span>
        {words.short !== title && <span className="board-picker-state">{words.short}</span>}
        <ChevronDown size={14} aria-hidden />
      </MenuButton>
      {asking && <AddressDialog onDone={() => setAsking(false)} onAddress={use} />}
    </>
  );
}

function boardItem(
  board: BoardSummary,
  selected: boolean,
  hostConnected: boolean,
  use: (address: string) => void,
): MenuItem {
  return {
    kind: 'item',
    label: board.title,
    detail: `${board.address} · ${stateWords(board.state, hostConnected).short}`,
    icon: <Plug size={14} />,
    checked: selected,
    disabled: !hostConnected,
    choose: () => use(board.address),
  };
}

function AddressDialog({ onDone, onAddress }: { onDone: () => void; onAddress: (address: string) => void }) {
  return (
    <TextDialog
      title="Connect by address"
      label="Address"
      hint="tcp:192.168.1.7:2217, serial:/dev/ttyACM0, or sim:NAME for another simulated board."
      action="Connect"
      check={addressProblem}
      onSubmit={(address) => {
        onDone();
        onAddress(address);
      }}
      onCancel={onDone}
    />
  );
}

function addressProblem(text: string): string | null {
  try {
    parseBoardAddress(text.trim());
    return null;
  } catch (error) {
    return error instanceof BrambleError ? error.message : String(error);
  }
}
