/** An authority, and a server's and a client's certificate of it, made by openssl for one test. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);

interface Identity {
  /** PEM texts, and the files that they are in. */
  certificate: string;
  key: string;
  certificateFile: string;
  keyFile: string;
}

/** For `localhost` and 127.0.0.1. The files go when the test ends. */
export async function certificates(openssl: string): Promise<Record<'ca' | 'server' | 'client', Identity>> {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string) => join(folder, name);
  const keys = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const make = async (name: string, extra: string[]) => {
    const to = ['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)];
    await run(openssl, [
      'req',
      '-x509',
      ...keys,
      ...to,
      '-subj',
      `/CN=${name === 'server' ? 'localhost' : name}`,
      ...extra,
    ]);
  };
  await make('ca', ['-addext', 'basicConstraints=critical,CA:TRUE']);
  const signed = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-addext', 'basicConstraints=critical,CA:FALSE'];
  await make('server', [...signed, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']);
  await make('client', signed);
  return { ca: identity('ca'), server: identity('server'), client: identity('client') };

  function identity(name: string): Identity {
    const [certificateFile, keyFile] = [file(`${name}.pem`), file(`${name}.key`)];
    return {
      certificate: readFileSync(certificateFile, 'utf8'),
      key: readFileSync(keyFile, 'utf8'),
      certificateFile,
      keyFile,
    };
  }
}
