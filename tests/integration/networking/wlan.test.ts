/** `network.WLAN` on a board, as the air around it allows: right and wrong passwords, no network, a weak one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type NetworkedBoard, networkedBoard } from './networked-board.ts';

let board: NetworkedBoard;
beforeAll(async () => {
  board = await networkedBoard('wlan');
});
afterAll(() => board.dispose());

const join = (ssid: string, password: string) => `import network, time
w = network.WLAN(network.WLAN.IF_STA)
w.disconnect()
w.connect("${ssid}", "${password}")
while w.status() == network.STAT_CONNECTING:
    time.sleep_ms(5)
`;

it('tells a wrong password from a right one', async () => {
  board.board.air.setNetwork({ ssid: 'Home', password: 'correct horse', rssi: -71, channel: 9 });

  expect(
    await board.run(`${join('Home', 'guess')}print(w.status() == network.STAT_WRONG_PASSWORD, w.isconnected())`),
  ).toBe('True False\n');
  expect(
    await board.run(`${join('Home', 'correct horse')}print(w.status() == network.STAT_GOT_IP, w.isconnected())
print(w.status("rssi"), w.config("channel"))
print([each[2:4] for each in w.scan() if each[0] == b"Home"])`),
  ).toBe('True True\n-71 9\n[(9, -71)]\n');
});

it('finds no network while the Wi-Fi is off', async () => {
  board.board.air.setOn(false);

  expect(
    await board.run(`${join('Home', 'correct horse')}print(w.status() == network.STAT_NO_AP_FOUND, w.scan())`),
  ).toBe('True []\n');
});
