/** The board picker: which board, what it does, and which others there are. */
import { ChevronDown, LifeBuoy, Network, Pencil, Plug, RadioTower, Unplug } from 'lucide-react';
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
  const [renaming, setRenaming] = useState<BoardSummary | null>(null);
  const title = selected === null ? 'No board' : (selected.name ?? selected.title);
  const { boards: service } = session.host.services;

  const use = (address: string) => {
    session.boards.setState({ picked: address });
    service.connect(address).catch(reportError);
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
    ...selectedItems(selected, hostConnected, {
      rescue: (address) => service.rescue(address).catch(reportError),
      rename: setRenaming,
    }),
    {
      kind: 'item',
      label: commands.sendLogsHere.label,
      icon: <RadioTower size={14} />,
      disabled: !commands.sendLogsHere.enabled,
      choose: () => runCommand(commands.sendLogsHere, reportError),
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
      {renaming !== null && (
        <NameDialog
          board={renaming}
          onDone={() => setRenaming(null)}
          onName={(name) => service.rename(renaming.address, name).catch(reportError)}
        />
      )}
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
    label: board.name ?? board.title,
    detail: detailOf(board, hostConnected),
    icon: <Plug size={14} />,
    checked: selected,
    disabled: !hostConnected,
    choose: () => use(board.address),
  };
}

/** Where it is and what it does; of one that cannot be used, why not and what next. */
function detailOf({ address, name, title, state }: BoardSummary, hostConnected: boolean): string {
  const { short, long } = stateWords(state, hostConnected);
  const place = name === null ? address : title;
  return state.kind === 'lost' && hostConnected ? `${place} · ${long}` : `${place} · ${short}`;
}

/** What can be done with the board that is shown, besides using it. */
function selectedItems(
  board: BoardSummary | null,
  hostConnected: boolean,
  does: { rescue: (address: string) => void; rename: (board: BoardSummary) => void },
): MenuItem[] {
  if (board === null || board.kind === 'bootloader') return [];
  return [
    {
      kind: 'item',
      label: 'Name this board…',
      icon: <Pencil size={14} />,
      disabled: !hostConnected,
      choose: () => does.rename(board),
    },
    {
      kind: 'item',
      label: 'Rescue: interrupt whatever runs',
      detail: 'For a board that does not answer. Its program is stopped.',
      icon: <LifeBuoy size={14} />,
      disabled: !hostConnected || board.state.kind === 'connecting',
      choose: () => does.rescue(board.address),
    },
  ];
}

function NameDialog(props: { board: BoardSummary; onDone: () => void; onName: (name: string | null) => void }) {
  const { board, onDone, onName } = props;
  return (
    <TextDialog
      title={`Name ${board.title}`}
      label="Name"
      hint="Letters, digits, - and _. It also works on the command line: bramble --device NAME. Empty takes the name away."
      initial={board.name ?? ''}
      action="Save"
      check={nameProblem}
      onSubmit={(name) => {
        onDone();
        onName(name.trim() === '' ? null : name.trim());
      }}
      onCancel={onDone}
    />
  );
}

/** As the host checks it: a word that an address parses to a name. */
function nameProblem(text: string): string | null {
  const name = text.trim();
  if (name === '' || (!name.includes(':') && addressProblem(name) === null && parseBoardAddress(name).kind === 'name'))
    return null;
  return 'Use letters, digits, "-", "_" and ".", and begin with a letter.';
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
