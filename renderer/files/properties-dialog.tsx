/** What there is to know of a file or folder. */
import { useEffect, useState } from 'react';
import { describeError } from '../../app/base/index.ts';
import type { FileProperties } from '../../app/contract/index.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { formatBytes } from '../design/sizes.ts';

export interface PropertiesDialogProps {
  name: string;
  /** Where it is, in words. */
  where: string;
  fetch: () => Promise<FileProperties>;
  onClose: () => void;
}

export function PropertiesDialog({ name, where, fetch, onClose }: PropertiesDialogProps) {
  const [properties, setProperties] = useState<FileProperties | string | null>(null);
  useEffect(() => {
    let wanted = true;
    const show = (next: FileProperties | string) => wanted && setProperties(next);
    fetch().then(show, (error: unknown) => show(describeError(error).message));
    return () => {
      wanted = false;
    };
  }, [fetch]);
  return (
    <Dialog title={name} className="properties-dialog" onCancel={onClose} onSubmit={onClose}>
      {typeof properties === 'string' && <p role="alert">{properties}</p>}
      {properties === null && <p>Looking…</p>}
      {properties !== null && typeof properties !== 'string' && (
        <dl className="properties">
          {rowsOf(properties, where).map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className="dialog-choices">
        <Button tone="accent" type="submit" autoFocus>
          Close
        </Button>
      </div>
    </Dialog>
  );
}

function rowsOf(properties: FileProperties, where: string): [string, string][] {
  const { path, kind, sizeBytes, itemCount, sha256, modifiedMs } = properties;
  const rows: [string, string][] = [
    ['Kind', kind === 'folder' ? `Folder of ${itemCount} ${itemCount === 1 ? 'item' : 'items'}` : 'File'],
    ['Where', `${path}, ${where}`],
    [
      'Size',
      sizeBytes < 1024 ? `${sizeBytes} bytes` : `${formatBytes(sizeBytes)} (${sizeBytes.toLocaleString('en')} bytes)`,
    ],
  ];
  if (modifiedMs !== null) rows.push(['Changed', new Date(modifiedMs).toLocaleString()]);
  if (sha256 !== null) rows.push(['SHA-256', sha256]);
  return rows;
}
