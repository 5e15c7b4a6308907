import { describe, expect, it } from 'vitest';
import { bufferAdvice } from './buffer-advice.ts';

describe('the advice about the receive buffer', () => {
  it('is none when the system gave what was asked', () => {
    expect(bufferAdvice(4_194_304, 'linux')).toBeNull();
  });

  it('names the sizes and the command that raises the limit', () => {
    expect(bufferAdvice(212_992, 'linux')).toBe(
      'The system gives the listener a buffer of 208 KB of the 4096 KB that it asked for, so a burst of datagrams can be ' +
        'lost. Raise the limit: sudo sysctl -w net.core.rmem_max=4194304',
    );
  });

  it('names no command where none is known', () => {
    expect(bufferAdvice(65_536, 'win32')).toMatch(/can be lost\.$/);
  });
});
