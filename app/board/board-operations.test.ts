import { describe, expect, it } from 'vitest';
import type { BoardProgram } from '../../tests/support/scripted-board.ts';
import { connected, endless, hello, settle } from '../../tests/support/session-bench.ts';

describe('an operation', () => {
  it('behind the scenes leaves no trace in the shell', async () => {
    const { session, shown } = await connected({ programs: { hello } });
    const { output, traceback: raised } = await session.exec('hello');
    expect(Buffer.from(output).toString()).toBe('hello\r\n');
    expect(raised).toBeNull();
    expect(shown()).toBe('');
  });

  it('that clears a half-typed line shows a new prompt', async () => {
    const { session, shown } = await connected({ programs: { hello } });
    await session.type(new TextEncoder().encode('half'));
    await settle();
    await session.exec('hello');
    expect(shown()).toBe('half\r\n>>> ');
  });

  it('waits for the one before', async () => {
    const { session } = await connected({ programs: { endless, hello } });
    const running = session.run('endless', { name: 'x' });
    await settle();
    let done = false;
    const waiting = session.exec('hello').then(() => {
      done = true;
    });
    await settle();
    expect(done).toBe(false);
    await session.stop();
    await running;
    await waiting;
  });

  it('that is cancelled while it waits never starts', async () => {
    const { session, board } = await connected({ programs: { endless, hello } });
    const running = session.run('endless', { name: 'x' });
    await settle();
    const cancel = new AbortController();
    const waiting = session.exec('hello', { signal: cancel.signal });
    await settle();
    cancel.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await session.stop();
    await running;
    expect(board.received).not.toContain('hello');
  });

  it('that is cancelled leaves the board at its prompt', async () => {
    const { session } = await connected({ programs: { endless, hello } });
    const cancel = new AbortController();
    const running = session.run('endless', { name: 'x', signal: cancel.signal });
    await settle();
    cancel.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(session.state).toEqual({ kind: 'ready' });
    expect(await session.run('hello', { name: 'x' })).toEqual({ kind: 'finished' });
  });

  it('that takes too long is interrupted, and says so', async () => {
    const { session, clock } = await connected({ programs: { endless } });
    const running = session.run('endless', { name: 'slow.py', timeoutMs: 2_000 });
    await settle();
    clock.advance(2_000);
    await expect(running).rejects.toMatchObject({
      code: 'not-responding',
      message: expect.stringMatching(/"slow.py" was not done within 2 s/),
    });
    expect(session.state).toEqual({ kind: 'ready' });
  });

  it('that can be neither ended nor interrupted gives the board up', async () => {
    const { session, board, clock } = await connected({ programs: { endless } });
    const running = session.run('endless', { name: 'x', timeoutMs: 2_000 });
    const failed = expect(running).rejects.toMatchObject({ code: 'not-responding' });
    await settle();
    board.deaf = true;
    clock.advance(2_000);
    await settle();
    clock.advance(10_000);
    await settle();
    clock.advance(10_000);
    await failed;
    expect(session.state).toMatchObject({ kind: 'lost' });
    await expect(session.exec('x')).rejects.toMatchObject({ code: 'connection-lost' });
  });

  it('on a pulled cable rejects at once, and so does what waits', async () => {
    const { session, board } = await connected({ programs: { endless } });
    const running = session.run('endless', { name: 'x' });
    const waiting = session.exec('hello');
    await settle();
    const failures = Promise.all([
      expect(running).rejects.toMatchObject({ code: 'connection-lost' }),
      expect(waiting).rejects.toMatchObject({ code: 'connection-lost' }),
    ]);
    board.unplug();
    await failures;
    expect(session.state).toEqual({
      kind: 'lost',
      reason: 'The board was unplugged.',
      remedy: 'Check the cable or the network, and connect again.',
    });
    await expect(session.stop()).rejects.toMatchObject({ code: 'connection-lost' });
  });

  it('under way when the session ends rejects', async () => {
    const { session, clock } = await connected({ programs: { endless } });
    const running = session.run('endless', { name: 'x' });
    await settle();
    session.dispose();
    session.dispose();
    await expect(running).rejects.toMatchObject({ code: 'connection-lost' });
    expect(session.state).toEqual({ kind: 'disconnected' });
    expect(clock.pending).toBe(0);
  });

  it('hands output of something in the background to the shell', async () => {
    const { session, board, shown } = await connected({ programs: { hello, endless } });
    await session.use({ what: 'x' }, async (raw) => {
      await raw.execute('hello');
      await board.say('timer\r\n');
      await raw.execute('hello');
    });
    expect(shown()).toBe('timer\r\n>>> ');
  });
});

describe('a line typed into the shell', () => {
  it('that takes longer than a moment shows as running, until the prompt is back', async () => {
    const { session, clock, states } = await connected({ programs: { endless, hello } });
    await session.type(new TextEncoder().encode('hello\r'));
    await settle();
    clock.advance(1_000);
    expect(states).toEqual(['connecting', 'ready']);
    await session.type(new TextEncoder().encode('endless\r'));
    await settle();
    clock.advance(250);
    expect(session.state).toEqual({ kind: 'running', what: 'the shell' });
    await session.type(Uint8Array.of(3));
    await settle();
    expect(session.state).toEqual({ kind: 'ready' });
  });

  it('is not interrupted by what works behind the scenes', async () => {
    const { session, board, shown } = await connected({ programs: { endless, hello } });
    await session.type(new TextEncoder().encode('endless\r'));
    await settle();
    const waiting = session.exec('hello');
    await settle();
    expect(board.received).not.toContain('hello');
    shown();
    await session.stop();
    await waiting;
    expect(shown()).toMatch(/KeyboardInterrupt: \r\n>>> $/);
  });

  it('that cannot be stopped still counts as running', async () => {
    const { session, board, clock } = await connected({ programs: { endless } });
    await session.type(new TextEncoder().encode('endless\r'));
    await settle();
    board.deaf = true;
    const stopping = expect(session.stop()).rejects.toMatchObject({ code: 'not-responding' });
    for (let turn = 0; turn < 50; turn++) clock.advance(250);
    await stopping;
    expect(session.state).toEqual({ kind: 'running', what: 'the shell' });
    board.deaf = false;
    await session.stop();
    expect(session.state).toEqual({ kind: 'ready' });
  });
});

describe('a soft reset', () => {
  const main: BoardProgram = async (io) => {
    await io.print('main\n');
    return null;
  };

  it('shows boot.py and main.py, and is running until they end', async () => {
    const { session, shown, states } = await connected({ main });
    await session.softReset({ until: 'prompt' });
    expect(shown()).toMatch(/^\r\nMPY: soft reboot\r\nmain\r\nMicroPython .*\r\n>>> $/s);
    expect(states.slice(-3)).toEqual(['busy', 'running', 'ready']);
  });

  it('with an endless main.py resolves, and what comes next waits for its end', async () => {
    const { session } = await connected({ main: endless, programs: { hello } });
    await session.softReset();
    await settle();
    expect(session.state).toEqual({ kind: 'running', what: 'main.py' });
    const waiting = session.exec('hello');
    await settle();
    expect(session.state).toEqual({ kind: 'running', what: 'main.py' });
    await session.stop();
    expect(Buffer.from((await waiting).output).toString()).toBe('hello\r\n');
    expect(session.state).toEqual({ kind: 'ready' });
  });

  it('with an endless main.py gives way to a program, before what waits', async () => {
    const { session } = await connected({ main: endless, programs: { hello, second: hello } });
    await session.softReset();
    const waiting = session.exec('second');
    await settle();
    expect(await session.run('hello', { name: 'x' })).toEqual({ kind: 'finished' });
    await waiting;
  });

  it('typed into the shell is seen', async () => {
    const { session } = await connected({ main: endless });
    await session.type(Uint8Array.of(4));
    await settle();
    expect(session.state).toEqual({ kind: 'running', what: 'main.py' });
    await session.type(Uint8Array.of(3));
    await settle();
    expect(session.state).toEqual({ kind: 'ready' });
  });
});
