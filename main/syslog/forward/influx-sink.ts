/**
 * Rows to InfluxDB's HTTP write endpoint, many in one request. One line that it refuses makes it refuse them all (InfluxDB 2), and so
 * does a body that is too large: then it is asked for halves, until only the lines to blame are left.
 */
import { influxLine, type SyslogRow } from '../../../app/syslog/index.ts';
import type { Sink, SinkAnswer } from './sink.ts';

const answerMs = 20_000;
/** A bad line of a thousand takes ten. When so many were made, each two requests, what is refused goes as a whole. */
const mostHalvings = 250;
/** The lines are not to its liking, or too many, and will not be the next time either. */
const refusals = [400, 413, 422];

export class InfluxSink implements Sink {
  readonly batchRows = 1000;
  readonly #url: string;
  readonly #headers: Record<string, string>;
  /** Of the batch that is under way, by id: whether a row was refused. A failure in the midst of it begins none of it anew. */
  readonly #settled = new Map<number, boolean>();

  constructor(url: string, token: string | null) {
    this.#url = url;
    this.#headers = {
      'Content-Type': 'text/plain; charset=utf-8',
      ...(token === null ? {} : { Authorization: `Token ${token}` }),
    };
  }

  async send(rows: readonly SyslogRow[], signal: AbortSignal): Promise<SinkAnswer> {
    let reason: string | null = null;
    let halvings = 0;
    // The largest first: when no more halvings are made, all that is left is about as small.
    const pieces = [rows.filter(({ id }) => !this.#settled.has(id))];
    for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
      const refusal = piece.length === 0 ? null : await this.#post(piece, signal);
      reason = refusal ?? reason;
      if (refusal !== null && piece.length > 1 && halvings < mostHalvings) {
        halvings++;
        const half = Math.ceil(piece.length / 2);
        pieces.push(piece.slice(0, half), piece.slice(half));
      } else {
        for (const { id } of piece) this.#settled.set(id, refusal !== null);
      }
    }
    const refused = rows.filter(({ id }) => this.#settled.get(id)).length;
    this.#settled.clear();
    return { refused, reason };
  }

  dispose(): void {}

  /** Null when InfluxDB took the rows, why not when it never will; rejects when it may another time. */
  async #post(rows: readonly SyslogRow[], signal: AbortSignal): Promise<string | null> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: this.#headers,
      body: rows.map(influxLine).join('\n'),
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    }).catch((error: unknown) => {
      // What fetch throws says only that it failed; its cause says why.
      throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
    });
    const answer = await response.text();
    if (response.ok) return null;
    const said = `InfluxDB answered ${response.status}: ${answer.replace(/[\0-\x1f\x7f]+/g, ' ').slice(0, 200)}`;
    if (refusals.includes(response.status)) return said;
    throw new Error(said);
  }
}
