import { describe, expect, it } from 'vitest';
import { FlowEmitter } from './flow-emitter.ts';

describe('a flow event', () => {
  it('asks for no time when no listener does', () => {
    const emitter = new FlowEmitter<number>();
    const seen: number[] = [];
    emitter.event((value) => void seen.push(value));
    expect(emitter.fire(1)).toBeUndefined();
    expect(seen).toEqual([1]);
  });

  it('waits for the slowest listener', async () => {
    const emitter = new FlowEmitter<number>();
    const order: string[] = [];
    let letGo = () => {};
    emitter.event(() => new Promise<void>((resolve) => (letGo = resolve)));
    emitter.event(async () => void order.push('quick'));
    const wait = Promise.resolve(emitter.fire(1)).then(() => order.push('fired'));
    await Promise.resolve();
    expect(order).toEqual(['quick']);
    letGo();
    await wait;
    expect(order).toEqual(['quick', 'fired']);
  });

  it('reaches every listener when one throws, and none that was disposed', () => {
    const emitter = new FlowEmitter<number>();
    const seen: string[] = [];
    emitter.event(() => {
      throw new Error('first');
    });
    emitter.event(() => void seen.push('second'));
    emitter.event(() => void seen.push('gone')).dispose();
    expect(() => emitter.fire(1)).toThrow('first');
    expect(seen).toEqual(['second']);
  });
});
