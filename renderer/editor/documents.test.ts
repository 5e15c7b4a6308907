import { describe, expect, test } from 'vitest';
import { BrambleError } from '../../app/base/index.ts';
import type { BoardFilesService, ProjectService } from '../../app/contract/index.ts';
import { DocumentsModel } from './documents.ts';
import { DraftStore, type TextStorage } from './draft-store.ts';
import { documentTitle, isDirty } from './open-document.ts';

class MemoryStorage implements TextStorage {
  readonly items = new Map<string, string>();
  maxCharacters = Number.POSITIVE_INFINITY;

  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (value.length > this.maxCharacters) throw new DOMException('full', 'QuotaExceededError');
    this.items.set(key, value);
  }

  removeItem(key: string): void {
    this.items.delete(key);
  }
}

/** Files in memory; a file's version counts its writes, by whomever. */
class MemoryFiles {
  readonly #texts = new Map<string, { text: string; version: number }>();

  put(path: string, text: string): void {
    this.#texts.set(path, { text, version: (this.#texts.get(path)?.version ?? 0) + 1 });
  }

  drop(path: string): void {
    this.#texts.delete(path);
  }

  text(path: string): string | undefined {
    return this.#texts.get(path)?.text;
  }

  readonly project: Pick<ProjectService, 'read' | 'write'> = {
    read: async (path) => {
      const file = this.#texts.get(path);
      if (file === undefined) throw new BrambleError('file-not-found', `${path} is missing.`);
      return { text: file.text, version: String(file.version) };
    },
    write: async (path, text, version) => {
      const file = this.#texts.get(path);
      if (version !== null && version !== String(file?.version)) throw new BrambleError('file-changed', 'changed');
      this.put(path, text);
      return String(this.#texts.get(path)?.version);
    },
  };

  readonly board: Pick<BoardFilesService, 'read' | 'write'> = {
    read: async (_address, path) => new TextEncoder().encode(this.#texts.get(path)?.text ?? ''),
    write: async (_address, path, bytes) => this.put(path, new TextDecoder().decode(bytes)),
  };
}

function arrange(files = new MemoryFiles(), storage = new MemoryStorage()) {
  files.put('main.py', 'one');
  const reported: unknown[] = [];
  const create = () =>
    new DocumentsModel({
      services: { project: files.project, files: files.board },
      drafts: new DraftStore(storage, '/project'),
      report: (error) => reported.push(error),
      onBoardFileSaved: () => {},
    });
  const documents = create();
  const shown = (model = documents) =>
    model.store.getState().open.map((each) => {
      const text = each.content.kind === 'text' ? each.content.text : each.content.kind;
      return `${documentTitle(each)}${isDirty(each) ? '*' : ''}${each.conflict ? '!' : ''}: ${text}`;
    });
  return { files, storage, documents, reported, create, shown };
}

/** Lets what was started come to its end: everything here is in memory. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
const mainId = 'project:main.py';

async function openMain(arranged = arrange()) {
  arranged.documents.open({ kind: 'project', path: 'main.py' });
  await settle();
  return arranged;
}

describe('a document', () => {
  test('is dirty from the first edit until it is saved', async () => {
    const { documents, files, shown } = await openMain();
    documents.edit(mainId, 'two');
    const edited = shown();
    await documents.save(mainId);
    expect({ edited, saved: shown(), file: files.text('main.py') }).toEqual({
      edited: ['main.py*: two'],
      saved: ['main.py: two'],
      file: 'two',
    });
  });

  test('typed in while it is being saved stays dirty', async () => {
    const { documents, shown } = await openMain();
    documents.edit(mainId, 'two');
    const saving = documents.save(mainId);
    documents.edit(mainId, 'three');
    await saving;
    const afterwards = shown();
    await documents.save(mainId);
    expect([afterwards, shown()]).toEqual([['main.py*: three'], ['main.py: three']]);
  });

  test('that another program changed is not written over until the user says so', async () => {
    const { documents, files, shown } = await openMain();
    documents.edit(mainId, 'mine');
    files.put('main.py', 'theirs');
    await documents.save(mainId);
    const asked = { shown: shown(), file: files.text('main.py') };
    await documents.keepMine(mainId);
    expect({ asked, shown: shown(), file: files.text('main.py') }).toEqual({
      asked: { shown: ['main.py*!: mine'], file: 'theirs' },
      shown: ['main.py: mine'],
      file: 'mine',
    });
  });

  test('can take the other program’s text instead', async () => {
    const { documents, files, shown } = await openMain();
    documents.edit(mainId, 'mine');
    files.put('main.py', 'theirs');
    await documents.save(mainId);
    await documents.loadTheirs(mainId);
    expect(shown()).toEqual(['main.py: theirs']);
  });

  test('follows changes on disk while it is clean, and keeps its text while it is dirty', async () => {
    const { documents, files, shown } = await openMain();
    files.put('main.py', 'two');
    await documents.refresh(['main.py']);
    const clean = shown();
    documents.edit(mainId, 'mine');
    files.put('main.py', 'three');
    await documents.refresh([]);
    expect([clean, shown()]).toEqual([['main.py: two'], ['main.py*: mine']]);
  });

  test('whose file is gone keeps its text as unsaved', async () => {
    const { documents, files, shown } = await openMain();
    files.drop('main.py');
    await documents.refresh(['main.py']);
    const gone = shown();
    await documents.save(mainId);
    expect({ gone, file: files.text('main.py') }).toEqual({ gone: ['main.py*: one'], file: 'one' });
  });

  test('on a board is read and written there', async () => {
    const { documents, files, shown } = arrange();
    files.put('/boot.py', 'x = 1');
    documents.open({ kind: 'board', address: 'sim:', path: '/boot.py' });
    await settle();
    documents.edit('board:sim::/boot.py', 'x = 2');
    await documents.save('board:sim::/boot.py');
    expect({ shown: shown(), file: files.text('/boot.py') }).toEqual({
      shown: ['boot.py (board): x = 2'],
      file: 'x = 2',
    });
  });

  test('that cannot be read says why and can be tried again', async () => {
    const { documents, files, shown } = arrange();
    documents.open({ kind: 'project', path: 'new.py' });
    await settle();
    const content = documents.active?.content;
    files.put('new.py', 'now');
    documents.retry('project:new.py');
    await settle();
    expect({ content, shown: shown() }).toEqual({
      content: { kind: 'failed', problem: 'new.py is missing.' },
      shown: ['new.py: now'],
    });
  });
});

describe('unsaved text', () => {
  test('and the open tabs outlive the page', async () => {
    const { documents, files, create, shown } = await openMain();
    files.put('lib/a.py', 'a');
    documents.open({ kind: 'project', path: 'lib/a.py' });
    await settle();
    documents.edit(mainId, 'unsaved');
    const later = create();
    later.restore(null);
    await settle();
    expect({ shown: shown(later), active: later.active?.id }).toEqual({
      shown: ['main.py*: unsaved', 'a.py: a'],
      active: 'project:lib/a.py',
    });
  });

  test('of an older page meets the conflict when the file has changed meanwhile', async () => {
    const { documents, files, create, shown } = await openMain();
    documents.edit(mainId, 'unsaved');
    files.put('main.py', 'theirs');
    const later = create();
    later.restore(null);
    await settle();
    await later.save(mainId);
    expect({ shown: shown(later), file: files.text('main.py') }).toEqual({
      shown: ['main.py*!: unsaved'],
      file: 'theirs',
    });
  });

  test('is forgotten once it is saved, undone or closed', async () => {
    const { documents, storage } = await openMain();
    const drafts = () => [...storage.items.keys()].filter((key) => key.includes('.draft.'));
    documents.edit(mainId, 'two');
    const edited = drafts().length;
    documents.edit(mainId, 'one');
    const undone = drafts().length;
    documents.edit(mainId, 'two');
    await documents.save(mainId);
    const saved = drafts().length;
    documents.edit(mainId, 'three');
    documents.close(mainId);
    expect({ edited, undone, saved, closed: drafts().length }).toEqual({ edited: 1, undone: 0, saved: 0, closed: 0 });
  });

  test('that the page cannot keep is told once', async () => {
    const { documents, storage, reported } = await openMain();
    storage.maxCharacters = 10;
    documents.edit(mainId, 'two');
    documents.edit(mainId, 'three');
    expect(reported.map((error) => (error as BrambleError).message)).toEqual([expect.stringContaining('is full')]);
  });

  test('with a damaged or foreign note in the storage is simply not there', async () => {
    const arranged = arrange();
    arranged.storage.items.set(
      'bramble.editor./project.tabs',
      '{"origins":[{"kind":"virus"},{"kind":"project","path":"main.py"}]}',
    );
    arranged.storage.items.set(`bramble.editor./project.draft.${mainId}`, '{not json');
    const later = arranged.create();
    later.restore(null);
    await settle();
    expect(arranged.shown(later)).toEqual(['main.py: one']);
  });
});

describe('files that move', () => {
  test('take their documents along, with the text', async () => {
    const { documents, files, shown } = arrange();
    files.put('lib/a.py', 'a');
    documents.open({ kind: 'project', path: 'lib/a.py' });
    await settle();
    documents.edit('project:lib/a.py', 'b');
    documents.renamed('lib', 'library');
    expect({
      ids: documents.store.getState().open.map(({ id }) => id),
      shown: shown(),
      active: documents.active?.id,
    }).toEqual({
      ids: ['project:library/a.py'],
      shown: ['a.py*: b'],
      active: 'project:library/a.py',
    });
  });

  test('close when they are removed, unless their text is unsaved', async () => {
    const { documents, files, shown } = await openMain();
    files.put('lib/a.py', 'a');
    documents.open({ kind: 'project', path: 'lib/a.py' });
    await settle();
    documents.edit(mainId, 'unsaved');
    documents.removed({ kind: 'project', path: 'lib' });
    documents.removed({ kind: 'project', path: 'main.py' });
    expect(shown()).toEqual(['main.py*: unsaved']);
  });
});

test('closing the active tab shows its neighbour', async () => {
  const { documents, files } = await openMain();
  for (const name of ['b.py', 'c.py']) {
    files.put(name, name);
    documents.open({ kind: 'project', path: name });
  }
  documents.activate('project:b.py');
  documents.close('project:b.py');
  const middle = documents.active?.id;
  documents.close('project:c.py');
  expect([middle, documents.active?.id]).toEqual(['project:c.py', mainId]);
});
