/** Messages of other people's senders: util-linux and Python. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { describeWith } from '../../third-party.ts';
import { RunningServer } from './running-server.ts';

const run = promisify(execFile);

describeWith(['logger'], '"apt-get install bsdutils"', 'logger of util-linux', (logger) => {
  it.each([
    ['--rfc3164', 'rfc3164'],
    ['--rfc5424', 'rfc5424'],
  ] as const)('is understood with %s', async (option, format) => {
    const server = await RunningServer.start();
    const common = [
      '--udp',
      '--server',
      '127.0.0.1',
      '--port',
      String(server.port),
      '-p',
      'local3.warning',
      '-t',
      'app',
    ];
    await run(logger, [...common, option, '--id=4711', 'größer als 5']);
    const [row] = await server.rowsWhenStored(1);
    expect(row).toMatchObject({
      format,
      facility: 19,
      severity: 4,
      hostname: expect.stringMatching(/^\S+$/),
      appName: 'app',
      procId: '4711',
      text: 'größer als 5',
    });
    expect(Math.abs((row?.timestampMs ?? 0) - (row?.receivedAtMs ?? 0))).toBeLessThan(60_000);
  });
});

const program = `
import logging, logging.handlers, socket, sys
socktype = {"udp": socket.SOCK_DGRAM, "tcp": socket.SOCK_STREAM}[sys.argv[3]]
handler = logging.handlers.SysLogHandler(("127.0.0.1", int(sys.argv[1])), facility="local0", socktype=socktype)
handler.ident = sys.argv[2]
logging.getLogger().addHandler(handler)
logging.error("größer als 5")
try:
    1 / 0
except ZeroDivisionError:
    logging.exception("failed")
`;

describeWith(['python3'], '"apt-get install python3"', "Python's SysLogHandler", (python) => {
  it.each([
    ['', null],
    ['app: ', 'app'],
    ['app[7]: ', 'app'],
  ])('is understood with the ident "%s"', async (ident, appName) => {
    const server = await RunningServer.start();
    await run(python, ['-c', program, String(server.port), ident, 'udp']);
    const rows = await server.rowsWhenStored(2);
    expect(rows).toMatchObject([
      { facility: 16, severity: 3, appName, text: 'größer als 5' },
      {
        facility: 16,
        severity: 3,
        appName,
        text: expect.stringMatching(/^failed\nTraceback [\s\S]*ZeroDivisionError/),
      },
    ]);
  });

  it('is understood over TCP, where its messages end with a NUL', async () => {
    const server = await RunningServer.start({ listeners: [{ protocol: 'tcp', host: '127.0.0.1', port: 0 }] });
    const [listener] = (await server.handle.status()).listeners;
    await run(python, ['-c', program, String(listener?.port), 'app: ', 'tcp']);
    const rows = await server.rowsWhenStored(2);
    expect(rows).toMatchObject([
      { facility: 16, severity: 3, appName: 'app', text: 'größer als 5' },
      {
        facility: 16,
        severity: 3,
        appName: 'app',
        text: expect.stringMatching(/^failed\nTraceback [\s\S]*ZeroDivisionError/),
      },
    ]);
  });
});
