/** The part of the contract's SyslogService that makes boards log here, over the sessions of connected boards. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../app/base/index.ts';
import type { BoardSession } from '../../../app/board/index.ts';
import type { SyslogService } from '../../../app/contract/index.ts';
import { ownAddresses } from '../../platform/own-addresses.ts';
import type { FilesOf } from '../files-service.ts';
import { isLoopback } from './diagnosis.ts';
import { setUpBoard, tearDownBoard } from './set-up-board.ts';

export type BoardSetUps = Pick<SyslogService, 'setUpChoices' | 'setUpBoard' | 'tearDownBoard'>;

export interface BoardSetUpsOptions {
  source: Pick<SyslogService, 'status' | 'rows'>;
  /** Throws `no-board`. */
  sessionOf: (address: string) => BoardSession;
  filesOf: FilesOf;
  clock: Clock;
  /** The board's lines arrive under this name. */
  onSetUp: (address: string, name: string) => Promise<void>;
}

export function createBoardSetUps({ source, sessionOf, filesOf, clock, onSetUp }: BoardSetUpsOptions): BoardSetUps {
  const listening = async () => (await source.status()).listening;
  return {
    async setUpChoices() {
      const place = await listening();
      return {
        addresses: ownAddresses(),
        port: place?.port ?? null,
        loopbackOnly: place !== null && isLoopback(place.host),
      };
    },
    async setUpBoard(address, settings) {
      const session = sessionOf(address);
      const outcome = await afterStop(session, () =>
        setUpBoard({
          session,
          files: filesOf(address),
          settings,
          log: { rows: (filter, page) => source.rows(filter, page), listening },
          clock,
          token: newToken,
        }),
      );
      if (outcome.arrived) await onSetUp(session.address, outcome.board);
      return outcome;
    },
    async tearDownBoard(address) {
      const session = sessionOf(address);
      return afterStop(session, () => tearDownBoard({ files: filesOf(address) }));
    },
  };
}

/** What the test line is known by among all others. */
export function newToken(): string {
  return randomBytes(4).toString('hex');
}

/** A board that ran its main.py runs it again afterwards. */
async function afterStop<T>(session: BoardSession, task: () => Promise<T>): Promise<T> {
  const ran = session.state.kind === 'running';
  if (ran) await session.stop();
  const result = await task();
  if (ran) await session.softReset({ until: 'restart' });
  return result;
}
