/** Each class, method and function that a simulated board offers is used by a program of this folder, or says why not. */
import { describe, expect, it } from 'vitest';
import { conformancePrograms } from './conformance-programs.ts';
import { notTried } from './not-tried.ts';
import { fullName, offeredNames, uses } from './offered-names.ts';

const untried = offeredNames().filter((offered) => !conformancePrograms().some(({ source }) => uses(source, offered)));

describe('What the simulated board offers', () => {
  it('is found in its sources', () => {
    const names = offeredNames().map(fullName);

    const some = ['machine.Pin.toggle', 'machine.SoftI2C.readfrom', 'umqtt.simple.MQTTClient.ping', 'os.statvfs'];
    expect(some.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('is used by a program, or stands among what is not tried', () => {
    const excused = (name: string) => name in notTried || name.replace(/\.\w+$/, '') in notTried;

    expect(untried.map(fullName).filter((name) => !excused(name))).toEqual([]);
  });

  it('is not excused where a program uses it', () => {
    const names = untried.map(fullName);

    expect(Object.keys(notTried).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('counts as used where a program calls it of its class, not of another', () => {
    const method = { module: 'machine', owner: 'UART', name: 'readline' };

    expect(uses('u = machine.UART(0)\nu.readline()', method)).toBe(true);
    expect(uses('u = machine.UART(0)\nu.read()  # not u.readline()', method)).toBe(false);
    expect(uses('s = socket.socket()\ns.readline()', method)).toBe(false);
  });
});
