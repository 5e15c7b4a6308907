import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { CommandRoom } from './command-process.ts';

const room = new CommandRoom();
afterAll(() => room.end());

/** Not the usual port for logs: another test, or another Bramble, may have it. */
const env = { BRAMBLE_SYSLOG: '127.0.0.1:0' };

describe('bramble serve', () => {
  it('prints the link alone on stdout, serves it, and ends at Ctrl-C', async () => {
    const serve = room.start(['serve', '--no-open', '--port', '0'], env);
    const [link] = await serve.said('stdout', /^http:\/\/127\.0\.0\.1:\d+\/\S+$/m);
    // The link gives the browser its cookie and leads to the page.
    const entry = await fetch(link, { redirect: 'manual' });
    const cookie = (entry.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const page = await fetch(new URL('/', link), { headers: { cookie } });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    serve.signal('SIGINT');
    expect(await serve.ended).toMatchObject({ stdout: `${link}\n`, exitCode: 0, signal: null });
  });

  it('says that the port is taken', async () => {
    const owner = createServer();
    await new Promise<void>((resolve) => owner.listen(0, '127.0.0.1', resolve));
    const address = owner.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { stdout, stderr, exitCode } = await room.run(['serve', '--no-open', '--port', port], env);
    owner.close();
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 });
    expect(stderr).toMatch(new RegExp(`^bramble: .*${port}.*$`, 'm'));
  });

  it('says that the folder is missing', async () => {
    const { stdout, stderr, exitCode } = await room.run(['serve', '--no-open', 'nowhere'], env);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(/^bramble: .*nowhere.*$/m);
  });
});
