/**
 * What the interface's services cost on the wire besides their work: how often they enter the raw prompt, whether they leave it, and how
 * often they ask.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BoardSession } from '../../app/board/index.ts';
import { HostEventHub } from '../../app/contract/index.ts';
import { deflate } from '../../main/platform/deflate.ts';
import { systemClock } from '../../main/platform/system-clock.ts';
import { createCopiesService } from '../../main/services/copies-service.ts';
import { createFilesService, filesOfBoards } from '../../main/services/files-service.ts';
import { createBoardSetUps } from '../../main/services/log-setup/board-set-ups.ts';
import { openProject } from '../../main/services/project/project-service.ts';
import { type ServedOverTcp, serveBoardOverTcp } from '../../main/simulator/lines/tcp-server.ts';
import { SimulatedBoard } from '../../main/simulator/simulated-board.ts';
import { TcpTransport } from '../../main/transports/tcp-transport.ts';
import { CountingRelay } from '../support/counting-relay.ts';
import { RunningServer } from './syslog/running-server.ts';

let home: string;
let board: SimulatedBoard;
let served: ServedOverTcp;
let project: Awaited<ReturnType<typeof openProject>>;
let relay: CountingRelay;
let session: BoardSession;
let said: string;
let asked: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'bramble-held-'));
  for (const folder of ['project', 'flash']) await mkdir(join(home, folder, 'data'), { recursive: true });
  await writeFile(join(home, 'flash', 'boot.py'), 'x = 1\n');
  for (const name of ['a', 'b', 'c', 'd']) {
    await writeFile(join(home, 'project', 'data', name), `${name} of the project`);
    await writeFile(join(home, 'flash', 'data', name), `${name} of the board`);
  }
  board = await SimulatedBoard.start({ name: 'held', flashFolder: join(home, 'flash') });
  served = await serveBoardOverTcp(() => board.openLine(), { port: 0 });
  project = await openProject({ folder: join(home, 'project'), clock: systemClock, events: new HostEventHub() });
});
afterAll(async () => {
  project.dispose();
  served.dispose();
  await board.dispose();
  await rm(home, { recursive: true });
});

beforeEach(async () => {
  relay = await CountingRelay.start(served.port);
  session = new BoardSession({
    transport: new TcpTransport({ host: '127.0.0.1', port: relay.port }),
    clock: systemClock,
  });
  await session.connect();
  // The first question of a session also looks for what an interrupted change left.
  await filesOf(address).exists('/');
  said = '';
  asked = '';
  relay.onBytes = hear;
});
afterEach(() => {
  session.dispose();
  relay.dispose();
});

function hear(bytes: Uint8Array, from: 'tool' | 'board'): void {
  const text = Buffer.from(bytes).toString('latin1');
  if (from === 'board') said += text;
  else asked += text;
}

const address = 'tcp:the-only-one';
const filesOf = filesOfBoards(() => session, { deflate, sent: { note: () => {} } });
const files = createFilesService(filesOf);
const planToProject = (sources = ['/data'], folder = '') =>
  createCopiesService(filesOf, project).plan(address, 'to-project', sources, folder);

/** How often the board was at each of its prompts. */
const prompts = () => ({
  raw: said.split('raw REPL; CTRL-B to exit\r\n>').length - 1,
  friendly: said.split('Type "help()" for more information.\r\n>>> ').length - 1,
  endsFriendly: said.endsWith('\r\n>>> '),
});
const once = { raw: 1, friendly: 1, endsFriendly: true };

/** Acts when the board has hashed the first of the files that a plan compares. */
function atFirstHash(act: () => void): void {
  relay.onBytes = (bytes, from) => {
    hear(bytes, from);
    if (!/[0-9a-f]{64}/.test(said)) return;
    relay.onBytes = hear;
    act();
  };
}

describe('the raw prompt is entered once, and left at the end, by', () => {
  it('the plan of a copy to the project, which compares each file that stands there', async () => {
    expect((await planToProject()).filter(({ target }) => target === 'differs')).toHaveLength(4);
    expect(prompts()).toEqual(once);
  });

  it.each(['/data/a', '/data'])('the properties of %s', async (path) => {
    await files.properties(address, path);
    expect(prompts()).toEqual(once);
  });

  it('the set-up of a board that logs, from the first file to the test line, and by what takes it away again', async () => {
    const server = await RunningServer.start();
    const setUps = createBoardSetUps({
      source: server.handle,
      sessionOf: () => session,
      filesOf,
      clock: systemClock,
      onSetUp: async () => {},
    });
    const settings = { wifi: { ssid: 'bramble', password: '' }, host: '127.0.0.1', port: server.port, name: 'held' };
    expect(await setUps.setUpBoard(address, settings)).toMatchObject({ arrived: true });
    // The soft reset comes to the raw prompt, too.
    expect(prompts()).toEqual({ ...once, raw: 2 });
    said = '';
    expect(await setUps.tearDownBoard(address)).toBe(true);
    expect(prompts()).toEqual(once);
  });
});

describe('the plan of a copy to the project asks the board twice', () => {
  it.each([
    ['for a file', ['/data/a'], 'data', 1],
    ['for several files', ['/data/a', '/data/b', '/data/c', '/data/d'], 'data', 4],
    ['for a folder of files', ['/data'], '', 4],
    ['for a folder and a file in it', ['/data', '/data/a'], '', 4],
  ])('%s that others stand in the place of', async (_what, sources, folder, count) => {
    const plan = await planToProject(sources, folder);
    expect(plan.filter(({ target }) => target === 'differs')).toHaveLength(count);
    expect(asked.split('\x05A\x01').length - 1).toBe(2);
  });
});

describe('the raw prompt of several steps is left', () => {
  it('when a step finds that there is no such file', async () => {
    await expect(planToProject(['/data', '/none'])).rejects.toMatchObject({ code: 'board-file-not-found' });
    expect(prompts()).toEqual(once);
  });

  it('when Stop cancels them', async () => {
    const stopped = new Promise<void>((resolve) => atFirstHash(() => resolve(session.stop())));
    await expect(planToProject()).rejects.toMatchObject({ code: 'cancelled' });
    await stopped;
    expect(prompts()).toMatchObject({ friendly: 1, endsFriendly: true });
  });

  it('when the board is disconnected between two of them', async () => {
    session.onDidChangeState(({ kind }) => kind === 'ready' && session.dispose());
    await expect(planToProject()).rejects.toMatchObject({ code: 'connection-lost' });
    const next = board.openLine();
    next.onData((bytes) => hear(bytes, 'board'));
    // Until what was sent before through two sockets has arrived, too.
    await expect
      .poll(async () => {
        await next.write(Buffer.from('20 + 3\r'));
        return said;
      })
      .toContain('\r\n23\r\n>>> ');
    next.dispose();
  });

  it('no more on a line that broke in their midst, which is told at once', async () => {
    atFirstHash(() => relay.dispose());
    await expect(planToProject()).rejects.toMatchObject({ code: 'connection-lost' });
    expect(session.state).toMatchObject({ kind: 'lost' });
  });
});
