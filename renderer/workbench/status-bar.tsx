/** The status bar: what the board does, its firmware and flash, how many logs come, where the cursor stands. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useSelectedBoard } from '../client/session.tsx';
import { formatBytes } from '../design/sizes.ts';
import type { Editor } from '../editor/index.ts';
import { linesPerMinute, rateInWords } from '../logs/index.ts';
import { onSaveInWords } from './on-save.ts';
import type { WorkbenchParts } from './parts.ts';
import { StateIcon } from './state-icon.tsx';
import { type StateWords, shortFirmware } from './state-words.ts';

export function StatusBar({
  parts,
  words,
  editor,
}: {
  parts: WorkbenchParts;
  words: StateWords;
  editor: Editor | null;
}) {
  const board = useSelectedBoard();
  const snapshots = useStore(parts.simulators, (state) => state.snapshots);
  // Of a board that is not there nothing is claimed.
  const live = words.tone !== 'trouble' && board !== null && board.state.kind !== 'disconnected' ? board : null;
  const snapshot = live === null ? undefined : snapshots.get(live.address);
  return (
    <footer className="status">
      <span className="status-state" role="status" title={words.long}>
        <StateIcon tone={words.tone} />
        {words.short}
        {words.progress !== null && <progress aria-hidden="true" max={1} value={words.progress} />}
      </span>
      {live?.firmware != null && <span title={live.firmware}>{shortFirmware(live.firmware)}</span>}
      {snapshot !== undefined && <span>heap {formatBytes(snapshot.heap.freeBytes)} free</span>}
      {snapshot !== undefined && <span>flash {formatBytes(snapshot.flash.freeBytes)} free</span>}
      <LogRate parts={parts} />
      <OnSave parts={parts} />
      <span className="status-gap" />
      {editor !== null && <Cursor editor={editor} />}
    </footer>
  );
}

function OnSave({ parts }: { parts: WorkbenchParts }) {
  const words = onSaveInWords(useStore(parts.onSave));
  return words === null ? null : <span>{words}</span>;
}

function LogRate({ parts }: { parts: WorkbenchParts }) {
  const samples = useStore(parts.logs.feed, (feed) => feed.samples);
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 5000);
    return () => clearInterval(timer);
  }, []);
  // A sample may be newer than the last tick.
  const rate = linesPerMinute(samples, Math.max(nowMs, samples.at(-1)?.atMs ?? 0));
  return <span>logs {rateInWords(rate)}</span>;
}

function Cursor({ editor }: { editor: Editor }) {
  const position = useStore(editor.cursor, (state) => state.position);
  if (position === null) return null;
  return (
    <span className="status-cursor">
      Ln {position.line} Col {position.column}
    </span>
  );
}
