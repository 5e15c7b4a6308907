import { describe, expect, it } from 'vitest';
import { type BoardProgram, firmware, ScriptedBoard } from '../../tests/support/scripted-board.ts';
import {
  bench,
  connected,
  endless,
  hello,
  raising,
  settle,
  stubborn,
  traceback,
} from '../../tests/support/session-bench.ts';
import { BoardSession } from './session.ts';

describe('connecting', () => {
  it('shows the banner and a prompt, and is ready', async () => {
    const { session, shown, states } = bench();
    await session.connect();
    expect(shown()).toBe(`${firmware}\r\nType "help()" for more information.\r\n>>> `);
    expect(session.firmware).toBe(firmware);
    expect(states).toEqual(['connecting', 'ready']);
  });

  it('interrupts an endless main.py', async () => {
    const { session, shown } = bench({ running: endless });
    await session.connect();
    expect(shown()).toContain(firmware);
    expect(session.state).toEqual({ kind: 'ready' });
  });

  it('tries again with a program that swallows Ctrl-C, and is not confused by late answers', async () => {
    const { session, clock, board } = bench({ running: stubborn(4), programs: { 'print(1)': hello } });
    const connecting = session.connect();
    for (let turn = 0; turn < 6; turn++) {
      await settle();
      clock.advance(500);
    }
    await connecting;
    expect(board.received).toContain('print("bramble-%d"');
    expect(await session.run('print(1)', { name: 'x', softResetFirst: false })).toEqual({ kind: 'finished' });
    expect(board.received).toContain('\x05A\x01');
  });

  it('gives a board up that prints without end and takes no Ctrl-C, telling what arrived instead', async () => {
    const { session, board, clock, states } = bench();
    board.deaf = true;
    const printing: BoardProgram = async (io) => {
      for (let turn = 0; turn < 2_000; turn++) await io.print('spam spam spam\n');
      await io.interrupted();
      return null;
    };
    const deaf = new ScriptedBoard({ running: printing });
    deaf.deaf = true;
    const other = new BoardSession({ transport: deaf, clock });
    const failed = expect(other.connect()).rejects.toMatchObject({
      code: 'not-responding',
      message: expect.stringMatching(/awaited the raw REPL .*spam/),
    });
    await settle();
    clock.advance(10_000);
    await failed;
    expect(other.state.kind).toBe('lost');
    expect(states).toEqual([]);
    session.dispose();
  });

  it('that is cancelled lets the line go', async () => {
    const { session, board } = bench({ running: stubborn(100) });
    const cancel = new AbortController();
    const connecting = session.connect({ signal: cancel.signal });
    await settle();
    cancel.abort();
    await expect(connecting).rejects.toMatchObject({ code: 'cancelled' });
    expect(session.state).toEqual({ kind: 'disconnected' });
    await expect(board.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'connection-lost' });
  });
});

describe('running', () => {
  it('starts fresh, streams the output, and ends at a prompt on its own line', async () => {
    const boot: BoardProgram = async (io) => {
      await io.print('booted\n');
      return null;
    };
    const { session, shown, states } = await connected({ boot, programs: { 'print("hello")': hello } });
    const output: string[] = [];
    const result = await session.run('print("hello")', {
      name: 'main.py',
      onOutput: (bytes) => void output.push(Buffer.from(bytes).toString()),
    });
    expect(result).toEqual({ kind: 'finished' });
    expect(output.join('')).toBe('hello\r\n');
    expect(shown()).toBe('\r\nbooted\r\nhello\r\n>>> ');
    expect(states).toEqual(['connecting', 'ready', 'running', 'ready']);
  });

  it('tells the traceback, which the shell shows too', async () => {
    const { session, shown } = await connected({ programs: { '1/0': raising } });
    const result = await session.run('1/0', { name: 'main.py' });
    expect(result).toEqual({ kind: 'raised', traceback: `${traceback}ZeroDivisionError: divide by zero\n` });
    expect(shown()).toMatch(/^\r\nso farTraceback .*divide by zero\r\n>>> $/s);
  });

  it('takes sys.exit() for the end of the program', async () => {
    const { session } = await connected({ programs: { 'exit()': async () => 'exit' } });
    expect(await session.run('exit()', { name: 'x' })).toEqual({ kind: 'finished' });
    expect(session.state).toEqual({ kind: 'ready' });
  });

  it('sends a program of several windows, whatever the board thinks of raw-paste', async () => {
    const long = `${'#'.repeat(1_000)}\nprint("hello")`;
    for (const rawPaste of ['yes', 'refused', 'unknown'] as const) {
      const { session, clock, board } = await connected({ rawPaste, programs: { [long]: hello, second: hello } });
      const ending = session.run(long, { name: 'x', softResetFirst: false });
      for (let turn = 0; turn < 10; turn++) {
        await settle();
        clock.advance(10);
      }
      expect(await ending).toEqual({ kind: 'finished' });
      const before = board.received.split('\x05A\x01').length;
      expect(await session.run('second', { name: 'x', softResetFirst: false })).toEqual({ kind: 'finished' });
      expect(board.received.split('\x05A\x01').length - before).toBe(rawPaste === 'yes' ? 1 : 0);
    }
  });

  it('gives what is typed to input(), also when it was typed too early', async () => {
    const asking: BoardProgram = async (io) => {
      await io.print('name? ');
      await io.print(`hello ${await io.line()}\n`);
      return null;
    };
    const { session, shown } = await connected({ programs: { ask: asking } });
    const begun = new Promise<void>((resolve) => session.onDidChangeState(() => resolve()));
    const running = session.run('ask', { name: 'x' });
    await begun;
    await session.type(new TextEncoder().encode('Ada\r'));
    expect(await running).toEqual({ kind: 'finished' });
    expect(shown()).toBe('\r\nname? Ada\r\nhello Ada\r\n>>> ');
  });

  it('lets no prompt execute what was typed for a program and left unread', async () => {
    const asking: BoardProgram = async (io) => {
      await io.print(`hello ${await io.line()}\n`);
      return null;
    };
    const leaking: BoardProgram = async (io) => {
      await io.print('leaked\n');
      return null;
    };
    const { session, shown, board } = await connected({ programs: { ask: asking, 'leak()': leaking, next: hello } });
    const typed = [session.type(new TextEncoder().encode('Ada\r'), { to: 'program' })];
    for (let line = 0; line < 100; line++) {
      typed.push(session.type(new TextEncoder().encode('leak()\r'), { to: 'program' }));
    }
    expect(await session.run('ask', { name: 'x' })).toEqual({ kind: 'finished' });
    await Promise.all(typed);
    await settle();
    expect(await session.run('next', { name: 'x', softResetFirst: false })).toEqual({ kind: 'finished' });
    expect(shown()).not.toContain('leak');
    expect(board.received.split('leak()').length).toBeLessThan(100);
  });

  it('refuses a control character that the raw REPL takes for a key', async () => {
    const { session } = await connected();
    await expect(session.run('a = 1\nb = "\x04"', { name: 'x' })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/\\x04 in line 2/),
    });
  });

  it('waits while a listener takes its time, and no deadline passes meanwhile', async () => {
    const { session, clock } = await connected({ programs: { hello } });
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let done = false;
    const running = session.run('hello', { name: 'x', onOutput: () => gate }).then((result) => {
      done = true;
      return result;
    });
    await settle();
    clock.advance(60_000);
    await settle();
    expect(done).toBe(false);
    letGo();
    expect(await running).toEqual({ kind: 'finished' });
  });

  it('that fails on this side ends the program and tells why', async () => {
    const { session } = await connected({ programs: { endless } });
    const onOutput = () => {
      throw new Error('The pipe is broken.');
    };
    await expect(session.run('endless', { name: 'x', onOutput })).rejects.toThrow('The pipe is broken.');
    expect(session.state).toEqual({ kind: 'ready' });
  });
});

describe('stopping', () => {
  it('ends an endless program', async () => {
    const { session, states } = await connected({ programs: { endless } });
    const running = session.run('endless', { name: 'main.py' });
    await settle();
    expect(session.state).toEqual({ kind: 'running', what: 'main.py' });
    await session.stop();
    expect(await running).toEqual({ kind: 'stopped' });
    expect(states.at(-1)).toBe('ready');
  });

  it('insists with a program that swallows Ctrl-C', async () => {
    const { session, clock, shown } = await connected({ programs: { stubborn: stubborn(3) } });
    const running = session.run('stubborn', { name: 'x' });
    await settle();
    const stopping = session.stop();
    for (let turn = 0; turn < 3; turn++) {
      await settle();
      clock.advance(500);
    }
    await stopping;
    expect(await running).toEqual({ kind: 'stopped' });
    expect(shown()).toContain('swallowed 2');
  });

  it('that is of no use is told, and the program still runs', async () => {
    const { session, board, clock } = await connected({ programs: { endless } });
    const running = session.run('endless', { name: 'deaf.py' });
    await settle();
    board.deaf = true;
    const stopping = expect(session.stop()).rejects.toMatchObject({
      code: 'not-responding',
      message: expect.stringMatching(/"deaf.py" did not stop within 10 s/),
    });
    clock.advance(10_000);
    await stopping;
    expect(session.state).toEqual({ kind: 'running', what: 'deaf.py' });
    board.deaf = false;
    await session.stop();
    expect(await running).toEqual({ kind: 'stopped' });
  });

  it('by Ctrl-C in the shell is a stop too; an exception on the way out is told', async () => {
    const failing: BoardProgram = async (io) => {
      await io.interrupted();
      return { raises: 'ValueError: in finally' };
    };
    const { session } = await connected({ programs: { endless, failing } });
    const first = session.run('endless', { name: 'x' });
    await settle();
    await session.type(Uint8Array.of(3));
    expect(await first).toEqual({ kind: 'stopped' });
    const second = session.run('failing', { name: 'x' });
    await settle();
    await session.stop();
    expect(await second).toMatchObject({ kind: 'raised', traceback: expect.stringContaining('in finally') });
  });

  it('a boot.py that does not end lets no program start', async () => {
    const { session } = await connected({ boot: endless, programs: { hello } });
    const running = session.run('hello', { name: 'x' });
    await settle();
    await session.stop();
    expect(await running).toEqual({ kind: 'stopped' });
  });

  it('at the friendly prompt ends what was typed there', async () => {
    const { session, shown } = await connected({ programs: { endless } });
    await session.type(new TextEncoder().encode('endless\r'));
    await settle();
    await session.stop();
    expect(shown()).toBe(`endless\r\ntick\r\n${traceback.replaceAll('\n', '\r\n')}KeyboardInterrupt: \r\n>>> `);
    expect(session.state).toEqual({ kind: 'ready' });
  });
});
