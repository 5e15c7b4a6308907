/** The project's files on the host's computer. */
import { FilePlus2, FolderPlus } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useSession } from '../client/session.tsx';
import { Button, IconButton } from '../design/button.tsx';
import { EmptyState } from '../design/parts.tsx';
import { DropZone } from './drop-zone.tsx';
import { FileTree } from './file-tree.tsx';
import { ProjectFileActions, type ProjectFileContext } from './project-file-actions.tsx';
import { projectRows } from './project-tree.ts';

export interface ProjectSectionProps extends Omit<ProjectFileContext, 'session' | 'onMade'> {
  shownPath: string | null;
  onOpen: (path: string) => void;
}

export function ProjectSection({ shownPath, onOpen, ...context }: ProjectSectionProps) {
  const session = useSession();
  const { description, files } = useStore(session.project);
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const onMade: ProjectFileContext['onMade'] = (what, path, folder) => {
    setExpanded((before) => new Set(before).add(folder));
    if (what === 'file') onOpen(path);
  };
  const actions = new ProjectFileActions({ session, onMade, ...context });
  return (
    <section className="files-section" aria-label="Files on this computer">
      <div className="panel-title">
        <h2 title={description?.folder}>This computer</h2>
        <IconButton label="New file…" onClick={() => actions.newItem('file', '')}>
          <FilePlus2 size={14} />
        </IconButton>
        <IconButton label="New folder…" tooltipSide="left" onClick={() => actions.newItem('folder', '')}>
          <FolderPlus size={14} />
        </IconButton>
      </div>
      <DropZone
        side={{ kind: 'project' }}
        top=""
        enabled={description !== null}
        onDrop={(drop, folder) => actions.take(drop, folder)}
      >
        {description !== null && files.length === 0 && (
          <EmptyState icon={<FilePlus2 size={24} />} title="The project is empty">
            <p>A program starts with a file, such as main.py.</p>
            <Button onClick={() => actions.newItem('file', '')}>New file…</Button>
          </EmptyState>
        )}
        {files.length > 0 && (
          <FileTree
            label="Files on this computer"
            side={{ kind: 'project' }}
            rows={projectRows(files, expanded)}
            shownPath={shownPath}
            canChange
            onOpen={({ path }) => onOpen(path)}
            onToggle={({ path }) => setExpanded((before) => toggled(before, path))}
            onRename={(row, name) => actions.rename(row, name)}
            takenBeside={(row) => actions.namesBeside(row)}
            onRemove={(rows) => actions.remove(rows)}
            menuOf={(rows, rename) => actions.menuOf(rows, rename)}
          />
        )}
      </DropZone>
    </section>
  );
}

function toggled(before: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(path)) after.add(path);
  return after;
}
