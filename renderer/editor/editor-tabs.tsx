/** The open files as tabs: arrow keys move between them, Delete closes, so does the middle button. */
import { Circle, Cpu, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { documentTitle, isDirty, type OpenDocument } from './open-document.ts';

interface EditorTabsProps {
  documents: OpenDocument[];
  activeId: string | null;
  onActivate: (id: string) => void;
  onClose: (document: OpenDocument) => void;
}

export function EditorTabs({ documents, activeId, onActivate, onClose }: EditorTabsProps) {
  const strip = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent, index: number) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const target = documents.at((index + step) % documents.length);
    if (step === 0 || target === undefined) return;
    event.preventDefault();
    onActivate(target.id);
    strip.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(target.id)}"]`)?.focus();
  };
  return (
    <div className="editor-tabs" role="tablist" aria-label="Open files" ref={strip}>
      {documents.map((document, index) => (
        <EditorTab
          key={document.id}
          document={document}
          active={document.id === activeId}
          onActivate={() => onActivate(document.id)}
          onClose={() => onClose(document)}
          onMove={(event) => move(event, index)}
        />
      ))}
    </div>
  );
}

interface EditorTabProps {
  document: OpenDocument;
  active: boolean;
  onActivate: () => void;
  onClose: () => void;
  onMove: (event: KeyboardEvent) => void;
}

function EditorTab({ document, active, onActivate, onClose, onMove }: EditorTabProps) {
  const tab = useRef<HTMLDivElement>(null);
  const title = documentTitle(document);
  const dirty = isDirty(document);
  useEffect(() => {
    if (active) tab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);
  return (
    // The tab itself is reached by Tab and the arrow keys; its close button only by the pointer, as Delete does the same.
    <div
      className={active ? 'editor-tab editor-tab-active' : 'editor-tab'}
      ref={tab}
      onAuxClick={(event) => event.button === 1 && onClose()}
      title={document.origin.path}
    >
      <button
        type="button"
        role="tab"
        aria-selected={active}
        aria-controls="editor-body"
        aria-label={dirty ? `${title}, not saved` : title}
        tabIndex={active ? 0 : -1}
        data-tab={document.id}
        onClick={onActivate}
        onKeyDown={(event) => (event.key === 'Delete' ? onClose() : onMove(event))}
      >
        {document.origin.kind === 'board' && <Cpu size={13} aria-hidden />}
        {title}
      </button>
      <button type="button" className="editor-tab-close" tabIndex={-1} aria-label={`Close ${title}`} onClick={onClose}>
        {dirty && <Circle className="editor-dirty" size={9} fill="currentColor" aria-hidden />}
        <X className="editor-close" size={13} aria-hidden />
      </button>
    </div>
  );
}
