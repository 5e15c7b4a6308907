/** Answers `bramble://app/…` with the built user interface, under the same headers as the web host's. */
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { securityHeaders } from '../security-headers.ts';

export const interfaceScheme = 'bramble';
export const interfaceOrigin = `${interfaceScheme}://app`;

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** Makes the handler of the protocol: files below `folder` and nothing else. */
export function interfaceFiles(folder: string): (request: { url: string; method: string }) => Promise<Response> {
  return async ({ url, method }) => {
    const path = fileOf(url, folder);
    if (path === null || (method !== 'GET' && method !== 'HEAD')) return answer(403, null, '.txt');
    const content = await readFile(path).catch(() => null);
    return content === null ? answer(404, null, '.txt') : answer(200, content, extname(path));
  };
}

function answer(status: number, content: Uint8Array<ArrayBuffer> | null, extension: string): Response {
  const contentType = contentTypes[extension] ?? 'text/plain; charset=utf-8';
  return new Response(content, { status, headers: { ...securityHeaders, 'content-type': contentType } });
}

/** The file that a URL names, or null when that is none of the interface's. */
function fileOf(url: string, folder: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== `${interfaceScheme}:` || parsed.host !== 'app') return null;
  let path: string;
  try {
    path = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  if (/[\0\\]/.test(path)) return null;
  const file = join(folder, path === '/' ? 'index.html' : path);
  return file.startsWith(folder + sep) ? file : null;
}
