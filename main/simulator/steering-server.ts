/**
 * Lets other processes of this user steer the simulated boards of this one, over a port of 127.0.0.1: a line of JSON asks, a line
 * answers (`app/contract/steering-protocol.ts`). Any program of the computer reaches the port, so every request must carry the token.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { BrambleError, type Disposable, describeError } from '../../app/base/index.ts';
import type { SteeringAnswer, SteeringRequest } from '../../app/contract/steering-protocol.ts';
import type { SimulatorSnapshot, SteeringCommand, SteeringOutcome } from '../../app/simulator/index.ts';

/** The boards of this process, as far as they can be steered. */
export interface SteerableBoards {
  /** Of the boards that are on. */
  readonly names: readonly string[];
  board(name: string): Promise<{
    snapshot(): SimulatorSnapshot;
    steer(command: SteeringCommand): Promise<SteeringOutcome>;
  }>;
}

export interface ServedSteering extends Disposable {
  readonly port: number;
  readonly token: string;
}

/** No command is longer; a longer line is not meant for this port. */
const longestLineBytes = 64 * 1024;
/** Who says nothing for so long has gone, or never meant to ask. */
const idleMs = 30_000;

/** Listens until disposed. */
export async function serveSteering(boards: SteerableBoards): Promise<ServedSteering> {
  const token = randomBytes(24).toString('base64url');
  const clients = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    clients.add(socket);
    socket.once('close', () => clients.delete(socket));
    serveClient(socket, (line) => answer(line, token, boards));
  });
  server.listen({ host: '127.0.0.1', port: 0, exclusive: true });
  await once(server, 'listening');
  // Being steerable is no reason to stay: a process whose work is done ends.
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    token,
    dispose() {
      server.close();
      for (const socket of clients) socket.destroy();
    },
  };
}

/** One line after the other; the first that is refused ends the talk. */
function serveClient(socket: Socket, answerTo: (line: string) => Promise<SteeringAnswer>): void {
  let waiting = Buffer.alloc(0);
  let turn: Promise<void> = Promise.resolve();
  const say = (said: SteeringAnswer) => {
    if (!socket.writable) return;
    socket.write(`${JSON.stringify(said, withoutBytes)}\n`);
    if ('error' in said) socket.end();
  };
  // Without a listener the error of a client that went away would end the process.
  socket.on('error', () => {});
  socket.setTimeout(idleMs, () => socket.destroy());
  socket.on('data', (bytes: Buffer) => {
    if (!socket.writable) return;
    waiting = Buffer.concat([waiting, bytes]);
    for (let end = waiting.indexOf(10); end >= 0; end = waiting.indexOf(10)) {
      const line = waiting.toString('utf8', 0, end);
      waiting = waiting.subarray(end + 1);
      turn = turn.then(async () => {
        if (socket.writable) say(await answerTo(line));
      });
    }
    if (waiting.length > longestLineBytes) say(refusal(`A line is longer than ${longestLineBytes} bytes.`));
  });
}

async function answer(line: string, token: string, boards: SteerableBoards): Promise<SteeringAnswer> {
  try {
    return { value: await perform(await read(line, token), boards) };
  } catch (error) {
    return { error: describeError(error) };
  }
}

/** The token first: who has none learns nothing of what is understood here. */
async function read(line: string, token: string): Promise<SteeringRequest> {
  const said = parsed(line);
  if (!isToken(said, token)) throw new BrambleError('bad-request', refusedSentence);
  const { steeringRequest } = await import('../../app/contract/steering-protocol.ts');
  const request = steeringRequest.safeParse(said);
  if (request.success) return request.data;
  const wrong = request.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  throw new BrambleError('bad-request', `The request is not understood: ${wrong}.`);
}

const refusedSentence = 'This is where simulated boards are steered, and the token is wrong. Use bramble sim.';

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function isToken(said: unknown, token: string): boolean {
  if (typeof said !== 'object' || said === null || !('token' in said) || typeof said.token !== 'string') return false;
  const [given, wanted] = [Buffer.from(said.token), Buffer.from(token)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function perform(request: SteeringRequest, boards: SteerableBoards): Promise<unknown> {
  if (request.ask === 'boards') return boards.names;
  if (!boards.names.includes(request.board)) {
    throw new BrambleError('no-board', `The simulated board "${request.board}" does not run here.`);
  }
  const board = await boards.board(request.board);
  return request.ask === 'status' ? board.snapshot() : board.steer(request.command);
}

function refusal(message: string): SteeringAnswer {
  return { error: { code: 'bad-request', message } };
}

function withoutBytes(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
