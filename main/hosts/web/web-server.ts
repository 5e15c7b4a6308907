/**
 * HTTP and WebSocket on 127.0.0.1: the built user interface behind a session cookie, and `/channel` for its calls. It knows
 * nothing of boards or services: each accepted WebSocket becomes a Channel for `onClient`.
 */
import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import fastifyStatic from '@fastify/static';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { WebSocketServer } from 'ws';
import { BrambleError } from '../../../app/base/index.ts';
import type { Channel } from '../../../app/contract/index.ts';
import { securityHeaders } from '../security-headers.ts';
import { Access, isOwnHost, isOwnOrigin, sessionCookieName, sessionOfCookies } from './access.ts';
import { refusalPage } from './refusal-page.ts';
import { WebSocketChannel } from './websocket-channel.ts';

export const usualPort = 4114;
const loopback = '127.0.0.1';
/** The largest calls are a board's file of 16 MiB and a text of 8 Mi characters, up to 24 MiB. */
const maxFrameBytes = 25 * 1024 * 1024;
const maxClients = 32;

export interface WebServerOptions {
  /** The folder of the built user interface. */
  rendererFolder: string;
  /** Exactly this port (0: any free one); undefined: the usual one, or a free one when that is taken. */
  port?: number;
  /** Takes over the channel of each page that connects. */
  onClient: (channel: Channel) => void;
}

export interface WebServer {
  readonly port: number;
  /** Makes an address that opens one browser once. */
  newLink(): string;
  /** Ends every connection; resolves when the port is free again. */
  close(): Promise<void>;
}

/** Rejects with `tcp-port-busy` when the given port is taken, and with `file-not-found` when the interface is not built. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  if (!existsSync(join(options.rendererFolder, 'index.html'))) {
    throw new BrambleError('file-not-found', 'The user interface is not built. Run "npm run build", then try again.');
  }
  const access = new Access();
  const server = fastify({ bodyLimit: 1024, forceCloseConnections: true });
  const portOf = () => {
    const address = server.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  };
  addSecurity(server, access, portOf);
  await server.register(fastifyStatic, { root: options.rendererFolder, dotfiles: 'ignore', setHeaders: setCaching });
  const sockets = acceptChannels(server, access, portOf, options.onClient);
  await listen(server, options.port);
  return {
    port: portOf(),
    newLink: () => `http://${loopback}:${portOf()}/?token=${access.newLinkToken()}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await server.close();
    },
  };
}

function addSecurity(server: FastifyInstance, access: Access, portOf: () => number): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders);
    const { host, origin, cookie } = request.headers;
    const port = portOf();
    if (!isOwnHost(host, port)) return refuse(reply);
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    if (changes && !isOwnOrigin(origin, host, port)) return refuse(reply);
    if (access.isSession(sessionOfCookies(cookie, port))) return dropToken(request, reply);
    return openSession(request, reply, access, port);
  });
}

function openSession(request: FastifyRequest, reply: FastifyReply, access: Access, port: number): FastifyReply {
  const token = request.method === 'GET' ? tokenOf(request) : null;
  const secret = token === null ? null : access.openSession(token);
  if (secret === null) return refuse(reply);
  reply.header('set-cookie', `${sessionCookieName(port)}=${secret}; Path=/; HttpOnly; SameSite=Strict`);
  return reply.redirect('/', 303);
}

/** A reload of the link in a browser that is in already works, and takes the token out of the address bar. */
function dropToken(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  return tokenOf(request) === null ? undefined : reply.redirect('/', 303);
}

function tokenOf(request: FastifyRequest): string | null {
  const url = URL.parse(request.url, 'http://host');
  return url?.pathname === '/' ? url.searchParams.get('token') : null;
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply.code(403).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(refusalPage);
}

/** Vite puts a hash of the content into every name under assets/; the page itself is asked for anew each time. */
function setCaching(reply: FastifyReply, path: string): void {
  const hashed = /[\\/]assets[\\/]/.test(path);
  void reply.header('cache-control', hashed ? 'private, max-age=31536000, immutable' : 'no-cache');
}

function acceptChannels(
  server: FastifyInstance,
  access: Access,
  portOf: () => number,
  onClient: (channel: Channel) => void,
): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes, perMessageDeflate: false });
  server.server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    const { host, origin, cookie } = request.headers;
    const port = portOf();
    const mayEnter = isOwnOrigin(origin, host, port) && access.isSession(sessionOfCookies(cookie, port));
    if (request.url !== '/channel' || !mayEnter || sockets.clients.size >= maxClients) {
      connection.on('error', () => {});
      connection.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) => onClient(new WebSocketChannel(socket)));
  });
  return sockets;
}

async function listen(server: FastifyInstance, port: number | undefined): Promise<void> {
  try {
    await server.listen({ host: loopback, port: port ?? usualPort });
  } catch (error) {
    if (hasCode(error, 'EACCES')) {
      const message = `The system does not let this user listen on port ${port}. Choose one above 1023 with --port.`;
      throw new BrambleError('port-forbidden', message, { cause: error });
    }
    if (!hasCode(error, 'EADDRINUSE')) throw error;
    if (port !== undefined) {
      const message = `Another program listens on port ${port}. Choose another with --port, or leave it out: a free one is found.`;
      throw new BrambleError('tcp-port-busy', message, { cause: error });
    }
    await server.listen({ host: loopback, port: 0 });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
