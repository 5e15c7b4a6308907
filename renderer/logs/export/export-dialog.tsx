/** Asks which lines of the log are saved and as what, saves them, and says how far it is. */
import { useEffect, useId, useRef, useState } from 'react';
import { describeError } from '../../../app/base/index.ts';
import type { SyslogService } from '../../../app/contract/index.ts';
import { type ExportFormat, exportFormats, type SyslogFilter, type SyslogRow } from '../../../app/syslog/index.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { showToast } from '../../design/messages.ts';
import { exportRows } from './export-rows.ts';
import {
  chosenInWords,
  countOf,
  type ExportProgress,
  fileNameOf,
  formatLooks,
  foundInWords,
  type LineCount,
  progressInWords,
  savedInWords,
  tooManyInWords,
} from './export-words.ts';
import { mostSavedRows, openSavedFile, type SavedFile } from './saved-file.ts';
import './export.css';

export interface ExportDialogProps {
  syslog: Pick<SyslogService, 'status' | 'rows' | 'facets'>;
  /** What the log view shows. */
  filter: SyslogFilter;
  /** Of the whole log. */
  totalRows: number;
  /** None where nothing is chosen. */
  chosen: readonly SyslogRow[];
  onDone: () => void;
}

export function ExportDialog({ syslog, filter, totalRows, chosen, onDone }: ExportDialogProps) {
  const isFiltered = Object.keys(filter).length > 0;
  const [onlyChosen, setOnlyChosen] = useState(chosen.length > 1);
  const [format, setFormat] = useState<ExportFormat>('text');
  const [failure, setFailure] = useState<string | null>(null);
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  const count = useLineCount(syslog, isFiltered ? filter : null, totalRows);
  const running = useRef<AbortController | null>(null);
  const [begin, cancel] = [useRef<HTMLButtonElement>(null), useRef<HTMLButtonElement>(null)];
  const formatId = useId();
  useEffect(() => {
    // Enter saves; on the format it would open the list.
    begin.current?.focus();
    return () => running.current?.abort();
  }, [begin]);

  const wanted = onlyChosen ? { rows: chosen.length, more: false } : count;
  const mostRows = mostSavedRows();
  const tooMany = mostRows !== null && wanted !== null && wanted.rows > mostRows;
  const problem = tooMany ? tooManyInWords(wanted.rows, mostRows, format) : failure;
  const canSave = progress === null && !tooMany && !(wanted?.rows === 0 && !wanted.more);

  const write = async (file: SavedFile, signal: AbortSignal) => {
    try {
      const rows = await exportRows({
        syslog,
        exported: onlyChosen ? { kind: 'chosen', rows: chosen } : { kind: 'found', filter },
        format,
        mostRows: file.mostRows,
        write: (text) => file.write(text),
        signal,
        onProgress: setProgress,
      });
      await file.finish();
      showToast('done', savedInWords(rows, file));
      onDone();
    } catch (error) {
      await file.discard();
      setFailure(signal.aborted ? 'The export was cancelled. Nothing was saved.' : describeError(error).message);
    }
  };
  const save = async () => {
    if (!canSave || running.current !== null) return;
    const controller = new AbortController();
    running.current = controller;
    setFailure(null);
    try {
      const file = await openSavedFile(fileNameOf(format, new Date()), formatLooks[format].type);
      if (file === null || controller.signal.aborted) return;
      setProgress({ rows: 0, part: 0 });
      // The button that had the focus cannot be pressed meanwhile.
      cancel.current?.focus();
      await write(file, controller.signal);
    } catch (error) {
      setFailure(describeError(error).message);
    } finally {
      running.current = null;
      setProgress(null);
    }
  };
  const leave = () => (progress === null ? onDone() : running.current?.abort());
  return (
    <Dialog title="Export log lines" className="export-dialog" onCancel={leave} onSubmit={() => void save()}>
      {chosen.length === 0 ? (
        <p>{foundInWords(count, isFiltered)}.</p>
      ) : (
        <fieldset disabled={progress !== null}>
          <legend>Lines</legend>
          <label>
            <input type="radio" name="lines" checked={onlyChosen} onChange={() => setOnlyChosen(true)} />
            {chosenInWords(chosen.length)}
          </label>
          <label>
            <input type="radio" name="lines" checked={!onlyChosen} onChange={() => setOnlyChosen(false)} />
            {foundInWords(count, isFiltered)}
          </label>
        </fieldset>
      )}
      <div className="field">
        <label htmlFor={formatId}>Format</label>
        <select
          id={formatId}
          className="input"
          value={format}
          disabled={progress !== null}
          onChange={({ target }) => setFormat(target.value as ExportFormat)}
        >
          {exportFormats.map((each) => (
            <option key={each} value={each}>
              {formatLooks[each].title}
            </option>
          ))}
        </select>
      </div>
      {progress !== null && (
        <div className="progress">
          <span>{progressInWords(progress)}</span>
          <progress aria-label="Export" max={1} value={progress.part} />
        </div>
      )}
      {problem !== null && progress === null && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="dialog-choices">
        <Button ref={begin} tone="accent" type="submit" disabled={!canSave}>
          Save
        </Button>
        <Button ref={cancel} onClick={leave}>
          Cancel
        </Button>
      </div>
    </Dialog>
  );
}

/** How many lines the filter lets pass, or the whole log for null. Null until it is known. */
function useLineCount(
  syslog: Pick<SyslogService, 'facets'>,
  filter: SyslogFilter | null,
  totalRows: number,
): LineCount | null {
  const [found, setFound] = useState<LineCount | null>(null);
  useEffect(() => {
    if (filter === null) return;
    let wanted = true;
    // Where it cannot be told, it is not: the export itself says what is wrong.
    syslog.facets(filter).then(
      (facets) => wanted && setFound(countOf(facets)),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [syslog, filter]);
  return filter === null ? { rows: totalRows, more: false } : found;
}
