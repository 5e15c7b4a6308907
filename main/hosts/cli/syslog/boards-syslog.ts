/** `syslog boards`: what the store knows of each board that logs. */

import { visible } from '../../../../app/base/index.ts';
import { type BoardStatus, silenceOf } from '../../../../app/syslog/index.ts';
import { SyslogStore } from '../../../syslog/read/syslog-store.ts';
import type { CommandContext } from '../context.ts';
import { columns } from '../table.ts';
import { storeFileOf } from './store-file.ts';

export interface BoardsOptions {
  store?: string;
  json?: true;
}

export async function showBoards(options: BoardsOptions, context: CommandContext): Promise<void> {
  const store = new SyslogStore(storeFileOf(options, context));
  try {
    const boards = store.boards();
    if (options.json)
      await context.output.json(boards.map((board) => ({ ...board, silentMs: silenceOf(board, Date.now()) })));
    else if (boards.length > 0)
      await context.output.line(columns([heads, ...boards.map((board) => cells(board, Date.now()))]).join('\n'));
    else context.output.note('No board has sent anything yet.\n');
  } finally {
    store.dispose();
  }
}

const heads = ['board', 'address', 'last heard', 'a minute', 'boots', 'lost', 'crashes', ''];

function cells(board: BoardStatus, nowMs: number): string[] {
  const remarks = [
    ...(silenceOf(board, nowMs) === null ? [] : ['silent']),
    ...(board.clockUnset ? ['its clock is not set'] : []),
  ];
  return [
    visible(board.board),
    board.address,
    `${duration(nowMs - board.lastSeenMs)} ago`,
    String(board.perMinute),
    String(board.boots),
    String(board.lost),
    String(board.crashes),
    remarks.join(', '),
  ];
}

/** `40 s`, `12 min`, `5 h`, `3 d`. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}
