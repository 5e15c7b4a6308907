/** Imports the files that the user chose, one after the other, and says how far it is and what came of them. */
import { useEffect, useRef, useState } from 'react';
import { describeError } from '../../../app/base/index.ts';
import type { SyslogService } from '../../../app/contract/index.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { formatBytes } from '../../design/sizes.ts';
import { visibleName } from '../text/visible-text.ts';
import { type ChosenFile, type ImportedFile, importFile } from './import-file.ts';
import { brokenOffInWords, importedInWords } from './import-words.ts';

export interface ImportDialogProps {
  syslog: Pick<SyslogService, 'importPiece'>;
  files: readonly ChosenFile[];
  onDone: () => void;
}

interface ImportState {
  /** Of the files that are done, in words. */
  told: readonly string[];
  /** Why it went no further; null while it goes on, and at the end. */
  problem: string | null;
  /** Null when nothing is under way. */
  current: { name: string; readBytes: number; size: number } | null;
}

export function ImportDialog({ syslog, files, onDone }: ImportDialogProps) {
  const [{ told, problem, current }, setState] = useState<ImportState>({ told: [], problem: null, current: null });
  const running = useRef<AbortController | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const controller = new AbortController();
    running.current = controller;
    button.current?.focus();
    void importAll(files, { syslog, signal: controller.signal, onState: setState }).finally(() => {
      running.current = null;
    });
    return () => controller.abort();
  }, [syslog, files]);
  const leave = () => (current === null ? onDone() : running.current?.abort());
  return (
    <Dialog title="Import log files" onCancel={leave} onSubmit={leave}>
      <div role="status">
        {told.map((sentence, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may be told of in the same words, and the list only grows.
          <p key={index}>{sentence}</p>
        ))}
      </div>
      {current !== null && (
        <div className="progress">
          <span>
            {visibleName(current.name)}: {formatBytes(current.readBytes)} of {formatBytes(current.size)}
          </span>
          <progress aria-label="Import" max={Math.max(1, current.size)} value={current.readBytes} />
        </div>
      )}
      {problem !== null && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="dialog-choices">
        <Button ref={button} onClick={leave}>
          {current === null ? 'Close' : 'Cancel'}
        </Button>
      </div>
    </Dialog>
  );
}

interface ImportAllOptions {
  syslog: Pick<SyslogService, 'importPiece'>;
  signal: AbortSignal;
  onState: (state: ImportState) => void;
}

/** Never rejects: what goes wrong is told. A file that fails ends it, for the next would most often fail as well. */
async function importAll(files: readonly ChosenFile[], { syslog, signal, onState }: ImportAllOptions): Promise<void> {
  const told: string[] = [];
  for (const file of files) {
    const { name, size } = file;
    let imported: ImportedFile = { lines: 0, unread: 0 };
    const show = (readBytes: number) => onState({ told: [...told], problem: null, current: { name, readBytes, size } });
    show(0);
    try {
      await importFile(file, {
        syslog,
        signal,
        onProgress: (readBytes, soFar) => {
          imported = soFar;
          show(readBytes);
        },
      });
      told.push(importedInWords(name, imported));
    } catch (error) {
      const problem = signal.aborted ? 'The import was cancelled.' : describeError(error).message;
      onState({ told, problem: brokenOffInWords(name, problem, imported), current: null });
      return;
    }
  }
  onState({ told, problem: null, current: null });
}
