import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { methods } from './methods.ts';
import { schemaOf } from './schemas.ts';

const passes = (method: string, args: unknown[]) => schemaOf(method)?.safeParse(args).success;

it('every method of the contract has a schema', () => {
  const names = Object.entries(methods).flatMap(([service, ofService]) =>
    Object.keys(ofService).map((name) => `${service}.${name}`),
  );
  expect(names.filter((name) => schemaOf(name) === undefined)).toEqual([]);
});

it('no other name has one', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('boards.__proto__', 'boards.toString', '__proto__')), (name) => {
      const [service = '', method = ''] = name.split('.');
      const known = Object.hasOwn(methods, service) && Object.hasOwn(methods[service as keyof typeof methods], method);
      expect(schemaOf(name) !== undefined).toBe(known);
    }),
  );
});

const piece = {
  name: 'router.log',
  modifiedMs: 0,
  zoneOffsetMinutes: 120,
  isFirst: true,
  lastTimeMs: null,
  bytes: Uint8Array.of(10),
};

describe('arguments pass', () => {
  it.each<[string, unknown[]]>([
    ['boards.list', []],
    ['boards.connect', ['sim:']],
    ['boards.connect', ['serial:/dev/ttyACM0']],
    ['boards.run', ['sim:', { source: 'print(1)', name: 'main.py' }]],
    ['boards.type', ['sim:', Uint8Array.of(3)]],
    ['files.write', ['sim:', '/lib/ü "x" \n.py', new Uint8Array()]],
    ['project.write', ['lib/a.py', '', null]],
    ['syslog.rows', [{}, { limit: 1 }]],
    ['syslog.importPiece', [{ ...piece, lastTimeMs: -1, bytes: new Uint8Array(2 * 1024 * 1024) }]],
    ['syslog.rows', [{}, { afterId: 4, beforeId: 1005, limit: 1000 }]],
    ['syslog.errors', [{ query: 'host:shed', severityAtMost: 3 }]],
    [
      'syslog.rows',
      [
        { text: '%', severityAtMost: 7, host: 'pico' },
        { beforeId: 5, limit: 1000 },
      ],
    ],
    ['simulator.drivePin', ['sim:', 'GP28', null]],
    ['simulator.steer', ['sim:', { kind: 'press', pin: 'GP15', forMs: 200 }]],
    [
      'simulator.steer',
      ['sim:', { kind: 'attach', part: '24c32', id: null, wiring: { sda: 'GP6' }, numbers: { address: 80 } }],
    ],
  ])('to %s: %j', (method, args) => {
    expect(passes(method, args)).toBe(true);
  });
});

describe('arguments are refused', () => {
  it.each<[string, string, unknown[]]>([
    ['too many', 'boards.list', [1]],
    ['too few', 'boards.connect', []],
    ['no address', 'boards.connect', ['http://example.org']],
    ['a long address', 'boards.connect', [`serial:/${'x'.repeat(600)}`]],
    ['a program without a name', 'boards.run', ['sim:', { source: '' }]],
    ['a program with more to it', 'boards.run', ['sim:', { source: '', name: 'a', shell: true }]],
    ['a huge program', 'boards.run', ['sim:', { source: 'x'.repeat(2 * 1024 * 1024 + 1), name: 'a' }]],
    ['a pin that is none', 'simulator.steer', ['sim:', { kind: 'press', pin: 'GP99', forMs: 200 }]],
    ['a press without end', 'simulator.steer', ['sim:', { kind: 'press', pin: 'GP1', forMs: 1e12 }]],
    ['an unknown command', 'simulator.steer', ['sim:', { kind: 'explode' }]],
    [
      'a wire to everywhere',
      'simulator.steer',
      ['sim:', { kind: 'attach', part: 'x', id: null, wiring: { sda: '__proto__' }, numbers: {} }],
    ],
    ['a list for bytes', 'boards.type', ['sim:', [3]]],
    ['a text for bytes', 'boards.type', ['sim:', '\x03']],
    ['too many bytes', 'boards.type', ['sim:', new Uint8Array(1024 * 1024 + 1)]],
    ['a relative path on the board', 'files.read', ['sim:', 'main.py']],
    ['a NUL in a path', 'files.read', ['sim:', '/a\0b']],
    ['a way out of the project', 'project.read', ['../x']],
    ['an absolute path in the project', 'project.write', ['/etc/passwd', '', null]],
    ['a drive letter', 'project.remove', ['C:\\x']],
    ['a number for a version', 'project.write', ['a.py', '', 1]],
    ['an unknown filter', 'syslog.rows', [{ sql: 'x' }, { limit: 1 }]],
    ['an unknown filter of errors', 'syslog.errors', [{ sql: 'x' }]],
    ['a query without end', 'syslog.rows', [{ query: 'x'.repeat(2001) }, { limit: 1 }]],
    ['a severity above 7', 'syslog.rows', [{ severityAtMost: 8 }, { limit: 1 }]],
    ['no rows', 'syslog.rows', [{}, { limit: 0 }]],
    [
      'a piece of a log file that is too long',
      'syslog.importPiece',
      [{ ...piece, bytes: new Uint8Array(2 * 1024 * 1024 + 1) }],
    ],
    ['a piece of a log file in a folder', 'syslog.importPiece', [{ ...piece, name: '../router.log' }]],
    ['rows after half a row', 'syslog.rows', [{}, { afterId: 0.5, limit: 1 }]],
    ['too many rows', 'syslog.rowsAfter', [{}, 0, 1001]],
    ['half a row', 'syslog.rowsAfter', [{}, 0.5, 10]],
    ['a pin that a Pico has not', 'simulator.drivePin', ['sim:', 'GP29', 1]],
    ['a level between', 'simulator.drivePin', ['sim:', 'GP1', 0.5]],
  ])('%s', (_what, method, args) => {
    expect(passes(method, args)).toBe(false);
  });
});
