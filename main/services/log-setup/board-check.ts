/** Has a board that was set up send a line, and tells what it says of its network. Python out, one line of JSON back. */
import { z } from 'zod';
import { BrambleError } from '../../../app/base/index.ts';
import type { BoardSession } from '../../../app/board/index.ts';

const checkedBoard = z.object({
  /** boot.py came as far as the log's lines. */
  booted: z.boolean(),
  /** The Wi-Fi, joined or offered by the board itself, is up. */
  joined: z.boolean(),
  /** `WLAN.status()`. */
  status: z.number(),
  /** The board's own address, 0.0.0.0 without one. */
  address: z.string(),
  /** Nothing waits to be sent. */
  sent: z.boolean(),
});

export type CheckedBoard = z.infer<typeof checkedBoard>;

/** `WLAN.status()` of a Pico W, for what a person can do something about. */
export const wlanStatus = { wrongPassword: -3, noSuchNetwork: -2, failed: -1, noAddress: 2 } as const;

/** The board may take as long as this to join a network, and may ask it three times. */
const joinMs = 20_000;
const sendMs = 3000;
const patienceMs = 120_000;

/** A soft reset leaves a Pico W in the Wi-Fi where it is, and then neither the new name nor the password would be tried. */
export async function leaveWifi(session: BoardSession): Promise<void> {
  const { traceback } = await session.exec(leaveSource, { timeoutMs: patienceMs });
  if (traceback !== null) throw failure(traceback);
}

const leaveSource = `import network, time
wlan = network.WLAN(network.STA_IF)
if wlan.active():
  wlan.disconnect()
  for _ in range(50):
    if not wlan.isconnected():
      break
    time.sleep_ms(100)
`;

/** Rejects with `not-supported` for a board without Wi-Fi. `afresh`: through boot.py, as after a start. */
export async function checkBoard(
  session: BoardSession,
  { text, afresh }: { text: string; afresh: boolean },
): Promise<CheckedBoard> {
  const { output, traceback } = await session.exec(source(text), { softResetFirst: afresh, timeoutMs: patienceMs });
  if (traceback !== null) throw failure(traceback);
  const last = new TextDecoder().decode(output).trimEnd().split('\n').at(-1) ?? '';
  return checkedBoard.parse(JSON.parse(last));
}

function failure(traceback: string): BrambleError {
  if (/no module named '(network|socket)'/.test(traceback)) {
    const sentence =
      'This board’s MicroPython knows no network, so it cannot send logs over Wi-Fi. A Pico W needs the firmware for the Pico W.';
    return new BrambleError('not-supported', sentence);
  }
  if (traceback.includes('MemoryError')) {
    return new BrambleError('board-out-of-memory', 'The board has not the 8 KB of memory left that logging needs.');
  }
  return new BrambleError('board-program-failed', `The board could not start its log:\n${traceback}`);
}

/** A network that was just left or is far away is sometimes not found at once. */
function source(text: string): string {
  return `import sys, json, time
booted = "bramble_log" in sys.modules
import network, bramble_log
def joined():
  return any(network.WLAN(kind).isconnected() for kind in (network.STA_IF, network.AP_IF))
if bramble_log._server is None:
  bramble_log.start()
wlan = network.WLAN(network.STA_IF)
began = time.ticks_ms()
attempts = 1
while wlan.active() and not joined() and time.ticks_diff(time.ticks_ms(), began) < ${joinMs}:
  time.sleep_ms(100)
  if wlan.status() < 0:
    if attempts == 3 or wlan.status() == ${wlanStatus.wrongPassword}:
      break
    attempts += 1
    with open("/bramble_log.json") as file:
      wifi = json.load(file).get("wifi")
    if not wifi:
      break
    wlan.connect(*wifi)
    time.sleep_ms(1000)
up = joined()
bramble_log.notice("%s", ${JSON.stringify(text)})
began = time.ticks_ms()
while up and not bramble_log.flush() and time.ticks_diff(time.ticks_ms(), began) < ${sendMs}:
  time.sleep_ms(100)
print()
print(json.dumps({"booted": booted, "joined": up, "status": wlan.status(), "address": wlan.ifconfig()[0], "sent": bramble_log.flush()}))
`;
}
