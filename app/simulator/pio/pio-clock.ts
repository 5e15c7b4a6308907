/** The clock that the PIO blocks run on; a tick is one cycle of it. */
export const pioClockHz = 125_000_000;
export const ticksPerMs = pioClockHz / 1000;
