/** What is typed to have a board send its logs here: what stands there first, what is wrong with it, and the settings it means. Pure. */
import type { BoardLogChoices, BoardLogSettings } from '../../../app/contract/index.ts';

export interface SetUpForm {
  /** Empty: the board joins by itself, or as it was set up before. */
  ssid: string;
  password: string;
  host: string;
  /** Empty: `pico-` and the end of the board's unique id. */
  name: string;
}

export type SetUpField = keyof SetUpForm;

/** The simulated board reaches this computer at 127.0.0.1, and there is always the same Wi-Fi in its air. */
const simulatedWifi = 'Bramble';
const ownHost = '127.0.0.1';

/** The addresses to choose from, the likeliest first. */
export function hostsOf({ addresses }: BoardLogChoices, simulated: boolean): { host: string; label: string }[] {
  const network = addresses.map((each) => ({ host: each.address, label: `${each.address} (${each.interface})` }));
  return simulated ? [{ host: ownHost, label: `${ownHost} (this computer)` }, ...network] : network;
}

export function firstForm(choices: BoardLogChoices, simulated: boolean, name: string | null): SetUpForm {
  return {
    ssid: simulated ? simulatedWifi : '',
    password: '',
    host: hostsOf(choices, simulated)[0]?.host ?? '',
    name: name ?? '',
  };
}

/** What is wrong, by field, as sentences; as the host will judge it. */
export function problemsOf({ ssid, password, host, name }: SetUpForm): Partial<Record<SetUpField, string>> {
  const [ssidBytes, passwordBytes] = [ssid, password].map((text) => new TextEncoder().encode(text).length);
  const problems: Partial<Record<SetUpField, string>> = {};
  if (Number(ssidBytes) > 32) problems.ssid = 'The name of a Wi-Fi has at most 32 bytes.';
  if (Number(passwordBytes) > 0 && (Number(passwordBytes) < 8 || Number(passwordBytes) > 64))
    problems.password = 'A Wi-Fi’s password has 8 to 63 characters; an open Wi-Fi has none.';
  else if (password !== '' && ssid === '') problems.password = 'Name the Wi-Fi that the password is for.';
  if (!/^[!-~]{1,253}$/.test(host.trim())) problems.host = 'Give an address such as 192.168.1.20.';
  if (!/^[!-~]{0,48}$/.test(name.trim()))
    problems.name = 'A name has up to 48 letters, digits and signs of ASCII, without spaces.';
  return problems;
}

export function settingsOf(form: SetUpForm, port: number): BoardLogSettings {
  const { ssid, password } = form;
  const [host, name] = [form.host.trim(), form.name.trim()];
  return { wifi: ssid === '' ? null : { ssid, password }, host, port, name: name === '' ? null : name };
}
