import { describe, expect, it } from 'vitest';
import { asTyped, asTypedToProgram } from './program-input.ts';

describe('text piped to the board', () => {
  it('ends each line with a carriage return, whatever ended it before', () => {
    expect(text(asTyped(Buffer.from('a\nb\r\nc\rd')))).toBe('a\rb\rc\rd');
  });

  it('reaches the REPL with its control characters', () => {
    expect(text(asTyped(Buffer.from('\x05x\n\x04')))).toBe('\x05x\r\x04');
  });

  it('cannot steer the REPL past a program that does not read it', () => {
    expect(text(asTypedToProgram(Buffer.from('a\x01b\x02c\x03d\x04e\x05f\x1b[A')))).toBe('abcdef\x1b[A');
  });
});

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
