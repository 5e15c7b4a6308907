/** A browser's side of the web host as tests need it: raw HTTP with any headers, and a WebSocket as a Channel. */
import { type IncomingHttpHeaders, request } from 'node:http';
import { decode, encode } from '@msgpack/msgpack';
import WebSocket from 'ws';
import { Emitter } from '../../app/base/index.ts';
import type { Channel } from '../../app/contract/index.ts';

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Sends exactly this request: no redirect followed, the path not normalised, the Host header as given. */
export function http(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<HttpAnswer> {
  const { method = 'GET', headers = {} } = options;
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Uses a printed link as a browser does; gives the session cookie as a Cookie header's value. */
export async function openLink(link: string): Promise<string> {
  const url = new URL(link);
  const answer = await http(Number(url.port), url.pathname + url.search);
  const cookie = answer.headers['set-cookie']?.[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`The link gave no session, but status ${answer.status}.`);
  return cookie;
}

/** Opens `/channel`; rejects with the HTTP status when the host refuses. */
export function openSocket(port: number, headers: Record<string, string>): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/channel`, { headers });
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, response) => reject(new Error(`HTTP ${response.statusCode}`)));
    socket.on('error', reject);
  });
}

/** The page's end of the channel, as renderer/client makes it of a browser's WebSocket. */
export function channelOf(socket: WebSocket): Channel {
  const messages = new Emitter<unknown>();
  const closed = new Emitter<void>();
  socket.on('message', (data: Buffer) => messages.fire(decode(new Uint8Array(data))));
  socket.on('close', () => closed.fire());
  return {
    onMessage: messages.event,
    onClose: closed.event,
    bufferedBytes: 0,
    send: (message) => socket.send(encode(message, { ignoreUndefined: true })),
    dispose: () => socket.close(),
  };
}
