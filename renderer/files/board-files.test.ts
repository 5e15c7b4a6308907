import { expect, test } from 'vitest';
import type { BoardFile, BoardFilesService } from '../../app/contract/index.ts';
import { BoardFilesModel, boardRows } from './board-files.ts';

/** A board whose folders are a plain record; every question is noted. */
function arrange(folders: Record<string, string[]>) {
  const asked: string[] = [];
  const files: Pick<BoardFilesService, 'list' | 'space'> = {
    list: async (_address, path): Promise<BoardFile[]> => {
      asked.push(path);
      const names = folders[path];
      if (names === undefined) throw new Error(`${path} is not on the board.`);
      return names.map((name) =>
        name.endsWith('/')
          ? { name: name.slice(0, -1), kind: 'folder', sizeBytes: 0 }
          : { name, kind: 'file', sizeBytes: 1 },
      );
    },
    space: async () => ({ totalBytes: 868_352, freeBytes: 651_264 }),
  };
  const model = new BoardFilesModel('sim:', files);
  const paths = () => boardRows(model.store.getState()).map(({ path }) => path);
  return { asked, model, paths };
}

test('folders are fetched when they are opened, and again only while they are open', async () => {
  const { asked, model, paths } = arrange({ '/': ['main.py', 'lib/'], '/lib': ['wifi.py'] });
  await model.refresh();
  await model.toggle('/lib');
  const opened = paths();
  await model.refresh();
  await model.toggle('/lib');
  await model.refresh();
  expect({ opened, closed: paths(), asked }).toEqual({
    opened: ['/lib', '/lib/wifi.py', '/main.py'],
    closed: ['/lib', '/main.py'],
    asked: ['/', '/lib', '/', '/lib', '/'],
  });
});

test('a program’s end and a connection refresh the list, a file operation of its own does not', async () => {
  const { asked, model } = arrange({ '/': [] });
  for (const kind of ['connecting', 'ready', 'busy', 'ready', 'running', 'ready'] as const) model.noticed(kind);
  expect(asked).toEqual(['/', '/']);
});

test('a failure keeps the last list and says why', async () => {
  const folders: Record<string, string[]> = { '/': ['main.py'] };
  const { model, paths } = arrange(folders);
  await model.refresh();
  delete folders['/'];
  await model.refresh();
  const { problem, loading } = model.store.getState();
  expect({ paths: paths(), problem, loading }).toEqual({
    paths: ['/main.py'],
    problem: '/ is not on the board.',
    loading: false,
  });
});
