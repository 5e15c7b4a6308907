/** The access point that a simulated Pico W can open. Nobody ever joins it; it shows a program the answers of one. */

export class WlanAccessPoint {
  active = false;
  ssid: string;
  channel = 3;
  /** WPA2 with mixed ciphers, as the driver starts with. */
  security = 4_194_310;

  /** `idSuffix` is the end of the board's id: an unnamed access point is called `PICO` and that, as on a board. */
  constructor(idSuffix: string) {
    this.ssid = `PICO${idSuffix}`;
  }
}
