/** A list that files can be dropped on: shows where they would go, and gives what was dropped. What then happens it does not know. */
import { type DragEvent, type ReactNode, useRef } from 'react';
import { reportError } from '../design/messages.ts';
import { dropEffect, type FileDrop, type FileSide, readDrop } from './file-drag.ts';
import { parentPath } from './project-tree.ts';

export interface DropZoneProps {
  side: FileSide;
  /** The path of the top folder: what is dropped beside the rows goes there. */
  top: string;
  enabled: boolean;
  onDrop: (drop: FileDrop, folder: string) => void | Promise<void>;
  children: ReactNode;
}

export function DropZone({ side, top, enabled, onDrop, children }: DropZoneProps) {
  const zone = useRef<HTMLDivElement>(null);
  const target = useRef<Element | null>(null);
  const mark = (element: Element | null) => {
    if (target.current === element) return;
    target.current?.classList.remove('drop-target');
    element?.classList.add('drop-target');
    target.current = element;
  };
  const onDragOver = (event: DragEvent) => {
    const effect = enabled ? dropEffect(event.dataTransfer, side) : null;
    if (effect === null) return mark(null);
    event.preventDefault();
    event.dataTransfer.dropEffect = effect;
    mark(placeOf(event, top)?.element ?? zone.current);
  };
  const drop = (event: DragEvent) => {
    if (!enabled) return;
    event.preventDefault();
    const folder = placeOf(event, top)?.folder ?? top;
    mark(null);
    const take = async () => {
      const dropped = await readDrop(event.dataTransfer);
      if (dropped !== null) await onDrop(dropped, folder);
    };
    take().catch(reportError);
  };
  return (
    // The keyboard's way to the same is each file's menu.
    // biome-ignore lint/a11y/noStaticElementInteractions: what is dropped on it is an addition for the mouse
    <div
      ref={zone}
      className="files-list"
      onDragOver={onDragOver}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) mark(null);
      }}
      onDrop={drop}
    >
      {children}
    </div>
  );
}

/** The folder under the mouse and its row; null for the top. */
function placeOf(event: DragEvent, top: string): { folder: string; element: Element | null } | null {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-path]') : null;
  const { path, kind } = row?.dataset ?? {};
  if (row === null || path === undefined) return null;
  const folder = kind === 'folder' ? path : parentPath(path);
  if (folder === top) return null;
  const element = row.parentElement?.querySelector(`[data-path="${CSS.escape(folder)}"]`) ?? null;
  return { folder, element };
}
