/** Finds the simulated board that a command means among those that processes of this user run, and asks its process. */
import { createConnection } from 'node:net';
import { BrambleError, errorFromDescription } from '../../../../app/base/index.ts';
import {
  type SteeringAnswer,
  type SteeringRequest,
  steeringAnswer,
} from '../../../../app/contract/steering-protocol.ts';
import { listSteeringPoints, type SteeringPoint } from '../../../platform/steering-points.ts';

export interface RunningBoard {
  name: string;
  /** The process that runs it. */
  pid: number;
  /** Asks for something about this board; rejects as the board does, and with `connection-lost` when its process is gone. */
  ask(asked: Asked): Promise<unknown>;
}

type WithoutAddressee<T> = T extends { board: string } ? Omit<T, 'token' | 'board'> : never;
export type Asked = WithoutAddressee<SteeringRequest>;

/** A process that runs boards answers in milliseconds, a crowded computer in seconds. */
const answerTimeoutMs = 20_000;

/** The only board there is, or the one of that name. Rejects with `no-board` and `several-boards`. */
export async function findRunningBoard(dataFolder: string, name: string | undefined): Promise<RunningBoard> {
  const points = await listSteeringPoints(dataFolder);
  const boards = (await Promise.all(points.map(boardsAt))).flat();
  const meant = name === undefined ? boards : boards.filter((board) => board.name === name);
  const [board] = meant;
  if (board !== undefined && meant.length === 1) return board;
  const list = boards.map((each) => `${each.name} (process ${each.pid})`).join(', ');
  if (boards.length === 0) {
    throw new BrambleError('no-board', 'No simulated board runs. Start one in another terminal: bramble sim.');
  }
  if (meant.length === 0) {
    throw new BrambleError(
      'no-board',
      `No simulated board "${name}" runs; there is ${list}. Start it: bramble sim ${name}.`,
    );
  }
  throw new BrambleError(
    'several-boards',
    name === undefined
      ? `There are ${boards.length} simulated boards: ${list}. Name one: --board ${board?.name}.`
      : `Several processes run a simulated board "${name}": ${list}. End all of them but one.`,
  );
}

async function boardsAt(point: SteeringPoint): Promise<RunningBoard[]> {
  const names = await ask(point, { ask: 'boards', token: point.token }).catch((error: unknown) => {
    // It ended since its record was read; or it was killed, and another program has its number or its port now.
    if (error instanceof BrambleError && error.code !== 'not-responding') return [];
    throw error;
  });
  return (names as string[]).map((name) => ({
    name,
    pid: point.pid,
    ask: (asked) => ask(point, { ...asked, token: point.token, board: name }),
  }));
}

async function ask(point: SteeringPoint, request: SteeringRequest): Promise<unknown> {
  const said = read(await exchange(point, `${JSON.stringify(request)}\n`), point);
  if ('error' in said) throw errorFromDescription(said.error);
  return said.value;
}

function read(line: string, point: SteeringPoint): SteeringAnswer {
  try {
    return steeringAnswer.parse(JSON.parse(line));
  } catch (cause) {
    throw gone(point, cause);
  }
}

/** Sends the line, and resolves with the one that comes back. */
function exchange(point: SteeringPoint, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port: point.port });
    const chunks: Buffer[] = [];
    socket.setTimeout(answerTimeoutMs, () => {
      reject(
        new BrambleError(
          'not-responding',
          `The process ${point.pid}, which runs simulated boards, did not answer within ${answerTimeoutMs / 1000} s. End it.`,
        ),
      );
      socket.destroy();
    });
    socket.on('error', (cause) => reject(gone(point, cause)));
    socket.on('data', (bytes) => {
      chunks.push(bytes);
      if (!bytes.includes(10)) return;
      const said = Buffer.concat(chunks).toString('utf8');
      resolve(said.slice(0, said.indexOf('\n')));
      socket.destroy();
    });
    socket.on('close', () => reject(gone(point)));
    socket.write(line);
  });
}

function gone({ pid }: SteeringPoint, cause?: unknown): BrambleError {
  return new BrambleError(
    'connection-lost',
    `The process ${pid}, which ran the simulated board, went away. Start the board again: bramble sim.`,
    { cause },
  );
}
