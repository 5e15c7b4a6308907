/** An MQTT 3.1.1 broker for tests, as far as `umqtt.simple` goes: QoS 0 and 1, retained messages, last wills, passwords. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

interface Client {
  socket: Socket;
  filters: string[];
  will?: { topic: string; message: Buffer } | undefined;
}

export class SmallBroker {
  readonly #server: Server = createServer((socket) => this.#welcome(socket));
  readonly #clients = new Set<Client>();
  readonly #retained = new Map<string, Buffer>();
  /** What clients that keep their session have subscribed to. */
  readonly #sessions = new Map<string, string[]>();
  #packetId = 0;
  /** What was said, a line a packet. */
  readonly heard: string[] = [];
  password: string | undefined;

  async start(host = '127.0.0.1'): Promise<number> {
    this.#server.listen(0, host);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    this.dropAll();
    this.#server.close();
  }

  /** Breaks every connection. */
  dropAll(): void {
    for (const { socket } of this.#clients) socket.destroy();
  }

  publish(topic: string, message: Buffer, qos = 0): void {
    for (const { socket, filters } of this.#clients) {
      if (!filters.some((filter) => matches(filter, topic))) continue;
      const id = qos === 0 ? [] : [0, ++this.#packetId];
      socket.write(packet(0x30 | (qos << 1), Buffer.concat([field(topic), Buffer.from(id), message])));
    }
  }

  #welcome(socket: Socket): void {
    const client: Client = { socket, filters: [] };
    this.#clients.add(client);
    let held: Buffer = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#clients.delete(client);
      if (client.will !== undefined) this.publish(client.will.topic, client.will.message);
    });
    socket.on('data', (bytes: Buffer) => {
      held = Buffer.concat([held, bytes]);
      for (let next = split(held); next !== undefined; next = split(held)) {
        held = next.rest;
        this.#hear(client, next.head, next.body);
      }
    });
  }

  #hear(client: Client, head: number, body: Buffer): void {
    const { socket } = client;
    switch (head & 0xf0) {
      case 0x10:
        this.#connect(client, body);
        return;
      case 0x30:
        this.#take(socket, head, body);
        return;
      case 0x40:
        this.heard.push('acknowledge');
        return;
      case 0x80: {
        const filter = text(body, 2);
        client.filters.push(filter);
        this.heard.push(`subscribe ${filter} ${body.at(-1)}`);
        const refused = filter === 'forbidden';
        socket.write(packet(0x90, Buffer.from([...body.subarray(0, 2), refused ? 0x80 : (body.at(-1) ?? 0)])));
        for (const [topic, message] of this.#retained) {
          if (matches(filter, topic)) socket.write(packet(0x31, Buffer.concat([field(topic), message])));
        }
        return;
      }
      case 0xc0:
        this.heard.push('ping');
        socket.write(packet(0xd0, Buffer.alloc(0)));
        return;
      case 0xe0:
        this.heard.push('disconnect');
        client.will = undefined;
        socket.end();
    }
  }

  #connect(client: Client, body: Buffer): void {
    const flags = body[7] ?? 0;
    const fields: Buffer[] = [];
    for (let at = 10; at < body.length; ) {
      const end = at + 2 + body.readUInt16BE(at);
      fields.push(body.subarray(at + 2, end));
      at = end;
    }
    const [id, ...others] = fields;
    this.heard.push(`connect ${id} ${flags.toString(16)} ${body.readUInt16BE(8)}`);
    if ((flags & 2) === 0) {
      client.filters = this.#sessions.get(String(id)) ?? [];
      this.#sessions.set(String(id), client.filters);
    }
    if ((flags & 4) !== 0) client.will = { topic: String(others[0]), message: others[1] ?? Buffer.alloc(0) };
    const isRefused = this.password !== undefined && String(others.at(-1)) !== this.password;
    client.socket.write(packet(0x20, Buffer.from([0, isRefused ? 5 : 0])));
  }

  #take(socket: Socket, head: number, body: Buffer): void {
    const topic = text(body, 0);
    const qos = (head >> 1) & 3;
    const at = 2 + Buffer.byteLength(topic);
    const message = body.subarray(at + (qos === 0 ? 0 : 2));
    this.heard.push(`publish ${topic} ${message} ${head & 0x0f}`);
    if (qos > 0) socket.write(packet(0x40, body.subarray(at, at + 2)));
    if ((head & 1) !== 0) this.#retained.set(topic, Buffer.from(message));
    this.publish(topic, message, qos);
  }
}

const field = (value: string) => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)]);
const text = (body: Buffer, at: number) => body.toString('utf8', at + 2, at + 2 + body.readUInt16BE(at));
const matches = (filter: string, topic: string) =>
  filter.endsWith('#') ? topic.startsWith(filter.slice(0, -1)) : filter === topic;

function packet(head: number, body: Buffer): Buffer {
  const length: number[] = [];
  let left = body.length;
  do {
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    left >>= 7;
  } while (left > 0);
  return Buffer.concat([Buffer.from([head, ...length]), body]);
}

function split(bytes: Buffer): { head: number; body: Buffer; rest: Buffer } | undefined {
  let length = 0;
  for (let at = 1; at < Math.min(5, bytes.length); at++) {
    length |= ((bytes[at] ?? 0) & 0x7f) << (7 * (at - 1));
    if ((bytes[at] ?? 0) > 0x7f) continue;
    const end = at + 1 + length;
    if (bytes.length < end) return undefined;
    return { head: bytes[0] ?? 0, body: bytes.subarray(at + 1, end), rest: bytes.subarray(end) };
  }
  return undefined;
}
