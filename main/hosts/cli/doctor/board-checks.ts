/** What a board at its prompt tells of itself. */
import type { BoardSession } from '../../../../app/board/index.ts';
import { type Check, ok, problem, warning } from './check.ts';

/** Prints a line for each thing; what a board does not have is left out. */
const questions = `
import gc,os
def q(f):
 try:f()
 except Exception as e:pass
def flash():
 s=os.statvfs('/');print('flash',s[0]*s[2],s[0]*s[3])
def names():
 for n in ('boot.py','main.py'):
  try:print('file',n,os.stat('/'+n)[6])
  except OSError:print('file',n,-1)
def heap():
 gc.collect();print('heap',gc.mem_free())
def clock():
 import time;print('clock',*time.localtime()[:6])
def agent():
 for m in ('deflate','hashlib','binascii'):
  try:__import__(m);print('module',m,1)
  except ImportError:print('module',m,0)
for f in (flash,names,heap,clock,agent):q(f)
del q,flash,names,heap,clock,agent,f
`;

/** A clock that is off by more than this was not set. */
const clockToleranceMs = 5_000;
const lowFlashBytes = 20 * 1024;

export async function boardChecks(session: BoardSession, now: Date): Promise<Check[]> {
  const { output, traceback } = await session.exec(questions, { what: 'asking the board about itself' });
  if (traceback !== null)
    return [problem('inside', `The board did not answer: ${traceback.trimEnd().split('\n').at(-1)}.`)];
  const lines = new TextDecoder().decode(output).split(/\r?\n/);
  const answers = lines.map((line) => line.split(' '));
  const of = (what: string) => answers.filter(([key]) => key === what).map(([, ...values]) => values);
  return [
    ok('firmware', session.firmware ?? 'It does not name its firmware.'),
    ...of('flash').map(([total, free]) => flashCheck(Number(total), Number(free))),
    ...of('heap').map(([free]) => ok('heap', `${kilobytes(Number(free))} free.`)),
    ...of('file').map(([name = '', size]) => fileCheck(name, Number(size))),
    ...of('clock').map((parts) => clockCheck(parts.map(Number), now)),
    agentCheck(of('module').flatMap(([name = '', there]) => (there === '1' ? [] : [name]))),
  ];
}

function flashCheck(totalBytes: number, freeBytes: number): Check {
  const says = `${kilobytes(freeBytes)} of ${kilobytes(totalBytes)} free.`;
  if (freeBytes >= lowFlashBytes) return ok('flash', says);
  return warning('flash', says, 'Remove what is not needed: bramble fs tree --size shows what takes room.');
}

function fileCheck(name: string, sizeBytes: number): Check {
  if (sizeBytes < 0) return ok(name, 'Not there.');
  const when = name === 'boot.py' ? 'runs first at every start' : 'runs at every start';
  return ok(name, `${sizeBytes} bytes; it ${when}.`);
}

function clockCheck([year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0]: number[], now: Date): Check {
  const board = new Date(year, month - 1, day, hours, minutes, seconds);
  const offMs = Math.abs(board.getTime() - now.getTime());
  const says = `${board.toLocaleString('sv-SE')}`;
  if (offMs <= clockToleranceMs) return ok('clock', `${says}, as on this computer.`);
  return warning(
    'clock',
    `${says}, not this computer’s time.`,
    'Connect without --no-rtc and without BRAMBLE_RTC=off.',
  );
}

function agentCheck(missing: readonly string[]): Check {
  if (missing.length === 0) return ok('transfer', 'Files travel deflated, in one stream.');
  return warning(
    'transfer',
    `The firmware lacks ${missing.join(', ')}: files travel a piece at a time.`,
    'A newer MicroPython makes it faster; nothing is wrong without.',
  );
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024)} KB`;
}
