/**
 * What is done once at a board's raw prompt after connecting: a watchdog that an interrupted program left running is stopped, for it would
 * restart the board in the midst of what follows, and the clock is set.
 */

/** `(year, month, day, weekday, hours, minutes, seconds, subseconds)`, Monday is 0: as `machine.RTC.datetime` takes it. */
export type RtcTime = readonly [number, number, number, number, number, number, number, number];

/**
 * The RP2040's and RP2350's WATCHDOG CTRL; bit 30 is ENABLE, and the address plus 0x3000 clears the bits that are written. MicroPython's WDT
 * cannot be stopped otherwise (RP2040 datasheet 4.7.6, 2.1.2). Other chips have something else there.
 */
const stopWatchdog = `if sys.platform=='rp2':
 a=0x400d8000 if 'RP2350' in sys.implementation._machine else 0x40058000
 if machine.mem32[a]>>30&1:
  machine.mem32[a+0x3000]=1<<30
  print('watchdog')
`;

/** Python for the board; it says `watchdog` when it stopped one. `time` null leaves the clock alone. */
export function settleInSource(time: RtcTime | null): string {
  const guarded = (code: string) => `try:\n${code.replace(/^(?=.)/gm, ' ')}except Exception:\n pass\n`;
  const clock = time === null ? '' : guarded(`machine.RTC().datetime((${time.join(',')}))\n`);
  return guarded(`import machine,sys\n`) + clock + guarded(stopWatchdog);
}
