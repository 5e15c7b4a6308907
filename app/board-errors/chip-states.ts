/** What the numbers mean that programs print of the Wi-Fi and of the last reset, and what the wireless chip's driver prints itself. */

/** `WLAN.status()`: `CYW43_LINK_…` of the driver's `cyw43.h`, as `cyw43_tcpip_link_status` gives them. */
const wifiStates: Readonly<Record<string, string>> = {
  '-3': 'Wi-Fi status -3: the network refused the board, mostly for a wrong password. Check it letter by letter, and that the network takes WPA2.',
  '-2': 'Wi-Fi status -2: no network of that name was found. Check the name and the distance; a Pico W hears 2.4 GHz only, not 5 GHz.',
  '-1': 'Wi-Fi status -1: joining failed, and the wireless chip tells no reason. Try again; a weak signal or power supply may be it.',
  '0': 'Wi-Fi status 0: the board is on no network. Call wlan.active(True) and wlan.connect().',
  '1': 'Wi-Fi status 1: the board is joining. Wait until wlan.isconnected().',
  '2': 'Wi-Fi status 2: the board joined and waits for an address from DHCP. If it stays so, look at the router.',
  '3': 'Wi-Fi status 3: the board is on the network and has an address.',
};

/**
 * `machine.reset_cause()`: `RP2_RESET_PWRON` and `RP2_RESET_WDT` of `ports/rp2/modmachine.c`, where `machine.reset()` is a reset by the
 * watchdog too.
 */
const resetCauses: Readonly<Record<string, string>> = {
  '1': 'Reset cause 1: the board was powered up, or reset at its RUN pin.',
  '3': 'Reset cause 3: the watchdog reset the board, which is also how machine.reset() does it. If nothing asked for that, machine.WDT was not fed in time.',
};

const wifiStatus =
  /\b(?:wlan|wi-?fi)[ ._]*(?:link |connection )?status(?:\(\))?(?: is| was| code)?\s*[:=]?\s*(-?\d)(?![\d.])/i;
const resetCause = /\breset[ _]cause(?:\(\))?(?: is| was)?\s*[:=]?\s*(\d)(?![\d.])/i;

/** `CYW43_WARN` of the driver's `cyw43_ll.c`. */
const driverWarnings: readonly [RegExp, string][] = [
  [
    /\[CYW43\] Failed to start CYW43/,
    'The wireless chip did not answer, so there is no Wi-Fi. Cut the power for a moment; if it stays so, the board may be a copy with another chip, or no Pico W.',
  ],
  [
    /\[CYW43\] (?:do_ioctl\(.{1,40}\)|STALL\(.{1,40}\)): timeout/,
    'The wireless chip did not answer in time. If it goes on, reset the board or cut its power, and look at the power supply.',
  ],
];

export function chipStateMeaning(line: string): string | null {
  for (const [pattern, meaning] of driverWarnings) if (pattern.test(line)) return meaning;
  const cause = resetCause.exec(line)?.[1];
  if (cause !== undefined) return resetCauses[cause] ?? null;
  const status = wifiStatus.exec(line)?.[1];
  return status === undefined ? null : (wifiStates[status] ?? null);
}
