/** Programs of Debian that send syslog: rsyslog forwarding, and syslog-ng's load generator. Each is a process of the test's own. */
import { execFile, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { globSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { ListenerOptions } from '../../main/syslog/index.ts';
import { describeWith, findProgram } from '../third-party.ts';
import { freePort } from './networking/free-port.ts';
import { certificates } from './syslog/certificates.ts';
import { RunningServer } from './syslog/running-server.ts';

const run = promisify(execFile);

async function serverWith(protocol: 'udp' | 'tcp' | 'tls', identity?: ListenerOptions['identity']) {
  const listener: ListenerOptions = {
    protocol,
    host: '127.0.0.1',
    port: 0,
    ...(identity === undefined ? {} : { identity }),
  };
  const server = await RunningServer.start(protocol === 'udp' ? {} : { listeners: [listener] });
  const { listeners } = await server.handle.status();
  return { server, port: listeners[0]?.port ?? server.port };
}

describeWith(['loggen'], '"apt-get install syslog-ng-core"', "syslog-ng's loggen", (loggen) => {
  it.each([
    ['udp', ['--inet', '--dgram'], 'rfc3164'],
    ['tcp', ['--inet', '--stream'], 'rfc3164'],
    ['udp', ['--inet', '--dgram', '--syslog-proto'], 'rfc5424'],
    ['tcp', ['--inet', '--stream', '--syslog-proto'], 'rfc5424'],
  ] as const)('is understood by %s with %j', async (protocol, options, format) => {
    const { server, port } = await serverWith(protocol);
    await run(loggen, [...options, '--rate', '1000', '--number', '100', '--interval', '30', '127.0.0.1', String(port)]);
    const rows = await server.rowsWhenStored(100);
    expect(rows).toHaveLength(100);
    expect(new Set(rows.map(({ format: read, hostname, appName }) => `${read} ${hostname} ${appName}`))).toEqual(
      new Set([`${format} localhost prg00000`]),
    );
    expect(rows[0]?.text).toMatch(/seq: 0000000000, thread: 0000, runid: \d+/);
  });
});

describeWith(['rsyslogd'], '"apt-get install rsyslog rsyslog-gnutls"', 'rsyslog', (rsyslogd) => {
  const format = 'template="RSYSLOG_SyslogProtocol23Format"';
  it.each([
    ['udp', 'protocol="udp" template="RSYSLOG_ForwardFormat"', 'rfc3164'],
    ['udp', 'protocol="udp" template="RSYSLOG_TraditionalForwardFormat"', 'rfc3164'],
    ['udp', `protocol="udp" ${format}`, 'rfc5424'],
    ['tcp', `protocol="tcp" ${format}`, 'rfc5424'],
    ['tcp', `protocol="tcp" TCP_Framing="octet-counted" ${format}`, 'rfc5424'],
    [
      'tls',
      `protocol="tcp" TCP_Framing="octet-counted" ${format} StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="localhost"`,
      'rfc5424',
    ],
  ] as const)('forwards by %s with %s', async (protocol, action, read) => {
    const openssl = findProgram('openssl') ?? 'openssl';
    const made = protocol === 'tls' ? await certificates(openssl) : null;
    const { server, port } = await serverWith(protocol, made?.server);
    const input = await freePort('udp');
    const global = made === null ? '' : `global(defaultNetstreamDriverCAFile="${made.ca.certificateFile}")\n`;
    await startRsyslog(
      rsyslogd,
      `${global}module(load="imudp")
input(type="imudp" address="127.0.0.1" port="${input}")
action(type="omfwd" target="127.0.0.1" port="${port}" ${action} action.resumeRetryCount="-1")
`,
    );
    const socket = createSocket('udp4');
    const line =
      read === 'rfc5424'
        ? '<131>1 2026-04-30T18:45:34.125Z picow app 7 ID - first'
        : '<131>Apr 30 18:45:34 picow app[7]: first';
    // rsyslog says nowhere when it listens: ask until the first comes through.
    const sender = setInterval(() => socket.send(line, input, '127.0.0.1'), 100);
    onTestFinished(() => {
      clearInterval(sender);
      socket.close();
    });
    const [row] = await server.rowsWhenStored(1);
    expect(row).toMatchObject({
      format: read,
      facility: 16,
      severity: 3,
      hostname: 'picow',
      appName: 'app',
      text: 'first',
    });
  });

  async function startRsyslog(program: string, config: string): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'bramble-rsyslog-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'rsyslog.conf');
    writeFileSync(file, config);
    // Unpacked somewhere else than where it was built for, it must be told where its modules are.
    const [modules] = globSync(join(dirname(realpathSync(program)), '../lib/*/rsyslog'));
    const where = modules === undefined ? [] : ['-M', modules];
    const child = spawn(program, ['-n', '-f', file, '-i', join(folder, 'pid'), ...where], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await ended;
    });
  }
});
