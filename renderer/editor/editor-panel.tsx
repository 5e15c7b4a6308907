/** The editor's panel: tabs above, the text below, and the questions that saving and closing raise. */
import { FilePlus2, FileWarning } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../design/button.tsx';
import { ChoiceDialog } from '../design/dialog.tsx';
import { reportError } from '../design/messages.ts';
import { EmptyState } from '../design/parts.tsx';
import type { Editor } from './editor.ts';
import './editor.css';
import { EditorTabs } from './editor-tabs.tsx';
import { documentTitle, isDirty, type OpenDocument } from './open-document.ts';

interface EditorPanelProps {
  editor: Editor;
  onNewFile: () => void;
}

export function EditorPanel({ editor, onNewFile }: EditorPanelProps) {
  const { documents } = editor;
  const { open, activeId } = useStore(documents.store);
  const [closingId, setClosingId] = useState<string | null>(null);
  const active = open.find(({ id }) => id === activeId) ?? null;
  const conflicting = open.find(({ conflict }) => conflict);
  const closing = open.find(({ id }) => id === closingId);

  const close = (document: OpenDocument) => {
    if (isDirty(document)) setClosingId(document.id);
    else documents.close(document.id);
  };
  return (
    <section className="editor" aria-label="Editor">
      {open.length > 0 && (
        <EditorTabs documents={open} activeId={activeId} onActivate={(id) => documents.activate(id)} onClose={close} />
      )}
      <div
        className="editor-body"
        id="editor-body"
        role="tabpanel"
        aria-label={active === null ? 'No file' : documentTitle(active)}
      >
        <CodeArea editor={editor} visible={active?.content.kind === 'text'} />
        {active === null && <NoFile onNewFile={onNewFile} />}
        {active !== null && active.content.kind !== 'text' && (
          <NotText
            document={active}
            onRetry={() => documents.retry(active.id)}
            onClose={() => documents.close(active.id)}
          />
        )}
      </div>
      {conflicting !== undefined && <ConflictDialog editor={editor} document={conflicting} />}
      {closing !== undefined && <CloseDialog editor={editor} document={closing} onDone={() => setClosingId(null)} />}
    </section>
  );
}

function CodeArea({ editor, visible }: { editor: Editor; visible: boolean }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (element.current === null) return;
    const lifetime = new AbortController();
    editor.attach(element.current, lifetime.signal).catch(reportError);
    return () => lifetime.abort();
  }, [editor]);
  return <div ref={element} className="editor-code" style={{ visibility: visible ? 'inherit' : 'hidden' }} />;
}

function NoFile({ onNewFile }: { onNewFile: () => void }) {
  return (
    <div className="editor-instead">
      <EmptyState icon={<FilePlus2 size={28} />} title="No file is open">
        <p>Open one from the list on the left, or make a new one.</p>
        <Button onClick={onNewFile}>New file…</Button>
      </EmptyState>
    </div>
  );
}

function NotText(props: { document: OpenDocument; onRetry: () => void; onClose: () => void }) {
  const { document, onRetry, onClose } = props;
  if (document.content.kind !== 'failed') {
    return (
      <div className="editor-instead" role="status">
        <p className="editor-loading">Loading {documentTitle(document)}…</p>
      </div>
    );
  }
  return (
    <div className="editor-instead" role="alert">
      <EmptyState icon={<FileWarning size={28} />} title={`${documentTitle(document)} cannot be shown`}>
        <p>{document.content.problem}</p>
        <div className="editor-choices">
          <Button onClick={onRetry}>Try again</Button>
          <Button onClick={onClose}>Close the tab</Button>
        </div>
      </EmptyState>
    </div>
  );
}

function ConflictDialog({ editor, document }: { editor: Editor; document: OpenDocument }) {
  const { documents } = editor;
  return (
    <ChoiceDialog
      title={`${documentTitle(document)} was changed by another program`}
      message="The file on this computer is not the one that you opened. Keep your text and write over the file, or load the file as it is now (undo brings your text back)."
      choices={[
        { label: 'Keep mine', tone: 'accent', choose: () => void documents.keepMine(document.id).catch(reportError) },
        { label: 'Load theirs', choose: () => void documents.loadTheirs(document.id).catch(reportError) },
        { label: 'Decide later', choose: () => documents.decideLater(document.id) },
      ]}
    />
  );
}

function CloseDialog({ editor, document, onDone }: { editor: Editor; document: OpenDocument; onDone: () => void }) {
  const { documents } = editor;
  const save = async () => {
    await documents.save(document.id);
    const saved = documents.find(document.id);
    if (saved !== null && !isDirty(saved)) documents.close(document.id);
  };
  return (
    <ChoiceDialog
      title={`Save ${documentTitle(document)} before closing it?`}
      message="Its last changes are not saved. They are lost when you do not save them."
      choices={[
        {
          label: 'Save',
          tone: 'accent',
          choose: () => {
            onDone();
            save().catch(reportError);
          },
        },
        {
          label: 'Do not save',
          tone: 'stop',
          choose: () => {
            onDone();
            documents.close(document.id);
          },
        },
        { label: 'Cancel', choose: onDone },
      ]}
    />
  );
}
