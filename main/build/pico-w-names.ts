/**
 * What a Pico W's modules and classes hold, by name: from the recordings of a Pico's firmware, and, for what only the wireless board has,
 * from MicroPython's documentation.
 */
import { readFileSync } from 'node:fs';

const factsFile = new URL('../../tests/fixtures/recordings/facts.json', import.meta.url);

const words = (text: string) => text.split(' ');

/** What the recorded firmware, which knows no Wi-Fi, lacks. */
const wireless: Readonly<Record<string, readonly string[]>> = {
  rp2: ['country'],
  network: words(
    'WLAN STA_IF AP_IF STAT_IDLE STAT_CONNECTING STAT_WRONG_PASSWORD STAT_NO_AP_FOUND STAT_CONNECT_FAIL STAT_GOT_IP country hostname ipconfig route',
  ),
  'network.WLAN': words(
    'active connect disconnect scan status isconnected ifconfig ipconfig config deinit send_ethernet',
  ),
  socket: words(
    'socket getaddrinfo AF_INET AF_INET6 SOCK_STREAM SOCK_DGRAM SOCK_RAW SOL_SOCKET SO_REUSEADDR SO_BROADCAST IPPROTO_IP IPPROTO_TCP IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP TCP_NODELAY',
  ),
  ssl: words('SSLContext wrap_socket PROTOCOL_TLS_CLIENT PROTOCOL_TLS_SERVER CERT_NONE CERT_OPTIONAL CERT_REQUIRED'),
  bluetooth: words('BLE UUID FLAG_READ FLAG_WRITE FLAG_NOTIFY FLAG_INDICATE FLAG_WRITE_NO_RESPONSE'),
  requests: words('request get post put patch delete head Response'),
  ntptime: words('host timeout time settime'),
  mip: words('install'),
  lwip: words('socket getaddrinfo print_pcbs reset callback'),
  webrepl: words('start stop start_foreground'),
};

/** Names that say nothing of what can be done with a module, or are its own affair. */
const isPublic = (name: string) => !name.startsWith('_');

/** By `machine` or `machine.Pin`: the names that it holds. */
export function picoWNames(): Map<string, string[]> {
  const facts = JSON.parse(readFileSync(factsFile, 'utf8')) as Record<string, { out: string; err: string }>;
  const names = new Map<string, string[]>();
  for (const [question, { out, err }] of Object.entries(facts)) {
    const [, place] = /^dir:(.+)$/.exec(question) ?? [];
    // The recordings' own helpers look at an instance and a function, which show only what every object has.
    if (place === undefined || err !== '' || place === 'machine.mem32' || place === 'rp2.asm_pio') continue;
    names.set(place, [...out.matchAll(/'(\w+)'/g)].map(([, name = '']) => name).filter(isPublic));
  }
  for (const [place, more] of Object.entries(wireless)) names.set(place, [...(names.get(place) ?? []), ...more]);
  return names;
}
