import { describe, expect, it } from 'vitest';
import { planSync, type SyncEntry } from './sync-plan.ts';

const file = (path: string, sha256: string): SyncEntry => ({ path, kind: 'file', sha256, sizeBytes: 1 });
const folder = (path: string): SyncEntry => ({ path, kind: 'folder', sha256: '', sizeBytes: 0 });
const project = [folder('lib'), file('lib/a.py', 'a'), file('main.py', 'm')];

describe('a sync', () => {
  it('of what is the same does nothing', () => {
    expect(planSync(project, project, { remove: true })).toEqual({ remove: [], send: [], unchanged: 2 });
  });

  it('sends what is new and what differs, folders first', () => {
    const present = [file('main.py', 'older')];
    expect(planSync(project, present, { remove: false })).toEqual({ remove: [], send: project, unchanged: 0 });
  });

  it('leaves what only the board has, unless it is to be removed', () => {
    const present = [...project, folder('old'), file('old/x.py', 'x'), folder('old/sub'), file('data.csv', 'd')];
    expect(planSync(project, present, { remove: false }).remove).toEqual([]);
    expect(planSync(project, present, { remove: true })).toEqual({
      remove: [folder('old'), file('data.csv', 'd')],
      send: [],
      unchanged: 2,
    });
  });

  it.each([
    [[file('lib', 'x')], 'board-not-directory'],
    [[folder('main.py')], 'board-is-directory'],
  ])('does not take %j away unasked', (present, code) => {
    expect(() => planSync(project, present, { remove: false })).toThrow(expect.objectContaining({ code }));
    expect(planSync(project, present, { remove: true })).toEqual({
      remove: present,
      send: project,
      unchanged: 0,
    });
  });
});
