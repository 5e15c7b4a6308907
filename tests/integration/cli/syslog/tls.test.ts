/** `bramble syslog serve --tls` as clients meet it that it cannot let in: it says which, and why. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { describeWith } from '../../../third-party.ts';
import { certificates } from '../../syslog/certificates.ts';
import { CommandRoom } from '../command-process.ts';

describeWith(['openssl'], '"apt-get install openssl"', 'syslog serve --tls', (openssl) => {
  const room = new CommandRoom();
  afterAll(() => room.end());

  async function serve() {
    const { ca, server: own, client } = await certificates(openssl);
    const certificate = ['--cert', own.certificateFile, '--key', own.keyFile, '--ca', ca.certificateFile];
    const listen = ['--host', '127.0.0.1', '--udp', '0', '--tls', '0', '--store', 'tls.db'];
    const process = room.start(['syslog', 'serve', ...listen, ...certificate]);
    const [, port] = await process.said('stderr', /and TLS 127\.0\.0\.1:(\d+)/);
    const openTls = (options: ConnectionOptions) =>
      failing(connectTls({ port: Number(port), host: '127.0.0.1', servername: 'localhost', ...options }));
    const openPlain = (localAddress: string) =>
      failing(connect({ port: Number(port), host: '127.0.0.1', localAddress }));
    const refused = (address: string, reason: string) =>
      process.said('stderr', new RegExp(`bramble: TLS 127\\.0\\.0\\.1:${port} did not let ${address} in: ${reason}`));
    return { process, port: Number(port), openTls, openPlain, refused, ca, client };
  }

  it('says which clients it did not let in, and why, and goes on with the others', async () => {
    const { process, port, openTls, openPlain, refused, ca, client } = await serve();
    openPlain('127.0.0.2').write('<14>not TLS at all\n');
    await refused('127\\.0\\.0\\.2', 'it does not speak TLS');
    openPlain('127.0.0.3').write('GET / HTTP/1.0\r\n\r\n');
    await refused('127\\.0\\.0\\.3', 'it speaks HTTP');
    const silent = openPlain('127.0.0.4');
    await once(silent, 'connect');
    silent.end();
    await refused('127\\.0\\.0\\.4', 'it closed the connection in the handshake');
    openTls({ ca: ca.certificate });
    await refused('127\\.0\\.0\\.1', 'it showed no certificate of its own, and --ca asks for one');
    const foreign = (await certificates(openssl)).client;
    openTls({ ca: ca.certificate, cert: foreign.certificate, key: foreign.key });
    await refused('127\\.0\\.0\\.1', 'its certificate is not of an authority in --ca \\(\\w+\\)');
    const args = [
      's_client',
      '-connect',
      `127.0.0.1:${port}`,
      '-verify_return_error',
      '-CAfile',
      foreign.certificateFile,
    ];
    execFile(openssl, args, () => {}).stdin?.end();
    await refused('127\\.0\\.0\\.1', 'it does not know the authority of this server’s certificate');
    openTls({ ca: ca.certificate, cert: client.certificate, key: client.key }).end('<14>let in\n');
    await process.said('stdout', /let in\n/);
  });

  it('says it once of a client that tries again and again', async () => {
    const { process, openPlain, refused, openTls, ca, client } = await serve();
    for (let attempt = 0; attempt < 3; attempt++) {
      const socket = openPlain('127.0.0.2');
      socket.write('<14>not TLS at all\n');
      await once(socket, 'close');
    }
    await refused('127\\.0\\.0\\.2', 'it does not speak TLS');
    openTls({ ca: ca.certificate, cert: client.certificate, key: client.key }).end('<14>after it\n');
    await process.said('stdout', /after it\n/);
    process.signal('SIGINT');
    const { stderr } = await process.ended;
    expect(stderr.match(/did not let/g)).toHaveLength(1);
  });
});

/** One that is expected to end badly. */
function failing<S extends Socket>(socket: S): S {
  socket.on('error', () => {}).resume();
  onTestFinished(() => {
    socket.destroy();
  });
  return socket;
}
