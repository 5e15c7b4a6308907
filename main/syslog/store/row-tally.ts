/**
 * Counts of rows while they are written, by minute, host, app, severity and facility, so that the rollups need not read them again. Only
 * for one run of ids: another process may write into the same store, and what it wrote is not here.
 */

export interface TallyGroup {
  /** Minutes since the Unix epoch. */
  slot: number;
  hostId: number;
  app: string;
  severity: number;
  facility: number;
  count: number;
}

export interface MinuteRange {
  slot: number;
  firstId: number;
  lastId: number;
}

/** More groups than these are not worth their memory: the rows are there. */
const mostGroups = 50_000;
const minuteMs = 60_000;

type CountedRow = Pick<TallyGroup, 'hostId' | 'severity' | 'facility'> & { receivedAtMs: number; app: string | null };

export class RowTally {
  /** It has the rows after this one, up to and with `lastId`. */
  afterId = -1;
  lastId = -1;
  readonly #minutes = new Map<number, { range: MinuteRange; apps: Map<string, Map<number, number>> }>();
  #groupCount = 0;

  get isFull(): boolean {
    return this.#groupCount > mostGroups;
  }

  /** Takes in the row after the last; any other begins anew. */
  add(id: number, { receivedAtMs, hostId, app, severity, facility }: CountedRow): void {
    if (id !== this.lastId + 1 || this.isFull) this.restart(id - 1);
    this.lastId = id;
    const { range, apps } = this.#minute(Math.trunc(receivedAtMs / minuteMs), id);
    range.lastId = id;
    const counts = this.#countsOf(apps, app ?? '');
    // A severity has three bits, and a facility five.
    const key = hostId * 256 + facility * 8 + severity;
    const count = counts.get(key);
    if (count === undefined) this.#groupCount++;
    counts.set(key, (count ?? 0) + 1);
  }

  /** Begins anew, with the row after this one. */
  restart(afterId: number): void {
    this.afterId = afterId;
    this.lastId = afterId;
    this.#minutes.clear();
    this.#groupCount = 0;
  }

  get minutes(): MinuteRange[] {
    return [...this.#minutes.values()].map(({ range }) => range);
  }

  *groups(): Generator<TallyGroup> {
    for (const [slot, { apps }] of this.#minutes) {
      for (const [app, counts] of apps) {
        for (const [key, count] of counts) {
          yield { slot, hostId: Math.floor(key / 256), app, severity: key & 7, facility: (key >> 3) & 31, count };
        }
      }
    }
  }

  #minute(slot: number, id: number) {
    let minute = this.#minutes.get(slot);
    if (minute === undefined) {
      minute = { range: { slot, firstId: id, lastId: id }, apps: new Map() };
      this.#minutes.set(slot, minute);
    }
    return minute;
  }

  #countsOf(apps: Map<string, Map<number, number>>, app: string): Map<number, number> {
    let counts = apps.get(app);
    if (counts === undefined) {
      counts = new Map();
      apps.set(app, counts);
    }
    return counts;
  }
}
