import { describe, expect, it } from 'vitest';
import { LineDiscipline } from './line-discipline.ts';

/** A line discipline in raw mode, what it fed the REPL and what it sent. */
function rawMode(isBroken: (source: string) => boolean = () => false) {
  const fed: number[] = [];
  const sent: number[] = [];
  const dropped: string[] = [];
  const discipline = new LineDiscipline({
    feedRepl: (byte) => {
      fed.push(byte);
      return false;
    },
    send: (bytes) => void sent.push(...bytes),
    amend: (before, after) => {
      expect(Buffer.from(fed).equals(before)).toBe(true);
      fed.splice(0, fed.length, ...after);
    },
    dropNext: (text) => void dropped.push(text),
    isBroken: (source) => isBroken(Buffer.from(source).toString()),
  });
  discipline.noteRawMode();
  const text = (bytes: number[]) => Buffer.from(bytes.splice(0)).toString('latin1');
  return {
    discipline,
    type: (input: string) => {
      for (const byte of Buffer.from(input, 'latin1')) discipline.feed(byte);
      return { fed: text(fed), sent: text(sent), dropped: dropped.splice(0) };
    },
  };
}

describe('Raw-paste', () => {
  it('is accepted with a window of 128 and one more, and submitted as a raw command without its OK', () => {
    const { type } = rawMode();
    expect(type('\x05A\x01')).toEqual({ fed: '\x05A\x03', sent: 'R\x01\x80\x00\x01', dropped: [] });
    expect(type('print(1)')).toEqual({ fed: '', sent: '', dropped: [] });
    expect(type('\x04')).toEqual({ fed: 'print(1)\x04', sent: '\x04', dropped: ['OK'] });
    expect(type('x')).toEqual({ fed: 'x', sent: '', dropped: [] });
  });

  it('grants a window for each 128 bytes that it took', () => {
    const { type } = rawMode();
    type('\x05A\x01');
    expect([type('#'.repeat(127)).sent, type('#').sent, type('#'.repeat(256)).sent]).toEqual(['', '\x01', '\x01\x01']);
  });

  it('runs an empty program instead of resetting the board', () => {
    const { type } = rawMode();
    type('\x05A\x01');
    expect(type('\x04').fed).toBe('\n\x04');
  });

  it('passes control characters in the source on, which the raw REPL would obey', () => {
    const { type } = rawMode();
    type('\x05A\x01');
    expect(type('"\x01\x02\x00"\x04').fed).toBe('"\x01\x02\x00"\x04');
  });

  it('is ended by Ctrl-C with the traceback of a program that did not begin', () => {
    const { type } = rawMode();
    type('\x05A\x01print(1)\n');
    expect(type('\x03')).toEqual({ fed: '', sent: '\x04\x04KeyboardInterrupt: \r\n\x04>', dropped: [] });
    expect(type('x').fed).toBe('x');
  });

  it('is ended early at a syntax error, and drained until the host ends it', () => {
    const { type } = rawMode((source) => source.includes('def f(:'));
    type('\x05A\x01');
    expect(type(`def f(:\n${'x=1\n'.repeat(30)}`)).toEqual({ fed: '', sent: '\x04', dropped: [] });
    expect(type('more\x01\x02')).toEqual({ fed: '', sent: '', dropped: [] });
    expect(type('\x04')).toMatchObject({ sent: '', dropped: ['OK'] });
  });

  it('looks for errors as often as the source doubles, not at each window', () => {
    const looked: number[] = [];
    const { type } = rawMode((source) => {
      looked.push(source.length);
      return false;
    });
    type(`\x05A\x01${'#'.repeat(5000)}`);
    expect(looked).toEqual([128, 256, 512, 1024, 2048, 4096]);
  });

  it('leaves every other use of Ctrl-E and Ctrl-A to the REPL', () => {
    const { type, discipline } = rawMode();
    expect(type('\x05B\x01').fed).toBe('\x05B\x01');
    expect(type('x\x05A\x01').fed).toBe('x\x05A\x01');
    expect(type('\x05A\x03\x01').fed).toBe('\x05A\x03\x01');
    type('\x02');
    expect([discipline.mode, type('\x05A\x01').fed]).toEqual(['friendly', '\x05A\x01']);
  });
});
