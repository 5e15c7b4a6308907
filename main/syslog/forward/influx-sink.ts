/** Rows to InfluxDB's HTTP write endpoint, many in one request. */
import { influxLine, type SyslogRow } from '../../../app/syslog/index.ts';
import type { Sink } from './sink.ts';

const answerMs = 20_000;

export class InfluxSink implements Sink {
  readonly batchRows = 1000;
  readonly #url: string;
  readonly #headers: Record<string, string>;

  constructor(url: string, token: string | null) {
    this.#url = url;
    this.#headers = {
      'Content-Type': 'text/plain; charset=utf-8',
      ...(token === null ? {} : { Authorization: `Token ${token}` }),
    };
  }

  async send(rows: readonly SyslogRow[], signal: AbortSignal): Promise<number> {
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
    if (response.ok) return 0;
    // 400 and 422: the lines are not to its liking, and will not be the next time either.
    if (response.status === 400 || response.status === 422) return rows.length;
    throw new Error(`InfluxDB answered ${response.status}: ${answer.slice(0, 200)}`);
  }

  dispose(): void {}
}
