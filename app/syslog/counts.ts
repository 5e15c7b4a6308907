/** Counts of rows for charts and facets: their shapes, and widths of buckets that read well on an axis. */

/** Rows by time of reception and severity. */
export interface SyslogHistogram {
  /** The begin of the first bucket, in ms since the Unix epoch; a whole number of `bucketMs`. */
  fromMs: number;
  bucketMs: number;
  /** For each bucket the rows of severity 0 to 7. */
  counts: number[][];
  /** Rows received before this time may be missing: the search was given up after a while. Null when all are counted. */
  countedFromMs: number | null;
}

export interface SyslogHistogramRange {
  /** The whole log when left out. */
  fromMs?: number;
  /** Exclusive. */
  toMs?: number;
  /** At most this many, 1 to 2000; the width is rounded up to one that reads well. */
  buckets: number;
}

export interface FacetCount {
  name: string;
  count: number;
}

/** Rows by what they have in common, the most frequent first. */
export interface SyslogFacets {
  total: number;
  /** By hostname, or by address where there is none. At most 200, as in the others. */
  hosts: FacetCount[];
  /** Rows without an app count nowhere here. */
  apps: FacetCount[];
  /** By the names of `severityNames`, in their order; those that occur. */
  severities: FacetCount[];
  /** By the names of `facilityNames`. */
  facilities: FacetCount[];
  /** By the names of `vias`. */
  vias: FacetCount[];
  /** As in SyslogHistogram. */
  countedFromMs: number | null;
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const bucketWidthsMs = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 3, 6, 12].map((count) => count * hourMs),
];

/** The narrowest width that reads well and divides `spanMs` into at most `buckets`. */
export function bucketWidthMs(spanMs: number, buckets: number): number {
  const leastMs = spanMs / buckets;
  return bucketWidthsMs.find((widthMs) => widthMs >= leastMs) ?? Math.ceil(leastMs / dayMs) * dayMs;
}
