/** Why no line of a board arrived, as a person would like to be told: what is so, and what to do. Pure. */
import { isIPv4 } from 'node:net';
import type { BoardLogSettings } from '../../../app/contract/index.ts';
import { type CheckedBoard, wlanStatus } from './board-check.ts';

export interface Listening {
  host: string;
  port: number;
}

export interface Circumstances {
  settings: BoardLogSettings;
  board: CheckedBoard;
  /** Null when there is no listener of this Bramble. */
  listening: Listening | null;
  /** Whether 127.0.0.1 means this computer to the board. */
  simulated: boolean;
  /** This computer's addresses. */
  own: readonly string[];
}

export function isLoopback(host: string): boolean {
  return /^(127\.|::1$|localhost$)/i.test(host);
}

/** Whether a line that is sent once more could be seen here. */
export function mayArrive({ settings: { host, port }, listening, own }: Omit<Circumstances, 'board'>): boolean {
  if (listening === null || listening.port !== port || isElsewhere(host, own)) return false;
  return isLoopback(host) || !isLoopback(listening.host);
}

function isElsewhere(host: string, own: readonly string[]): boolean {
  return isIPv4(host) && !isLoopback(host) && !own.includes(host);
}

export function whyNothingArrived(circumstances: Circumstances): string {
  const { board } = circumstances;
  if (!board.joined) return whyNotJoined(circumstances);
  return whyNotReceived(circumstances);
}

function whyNotJoined({ settings, board }: Circumstances): string {
  const { wifi } = settings;
  if (wifi === null) {
    return 'The board is in no Wi-Fi. Give the Wi-Fi’s name and password, or have the board’s boot.py join it.';
  }
  const name = `“${wifi.ssid}”`;
  if (board.status === wlanStatus.wrongPassword) return `The Wi-Fi ${name} refuses the password. Type it again.`;
  if (board.status === wlanStatus.noSuchNetwork) {
    return `The board finds no Wi-Fi ${name}. Mind capital letters, bring it nearer; a Pico W knows 2.4 GHz only.`;
  }
  if (board.status === wlanStatus.noAddress) {
    return `The board joined the Wi-Fi ${name} and got no address from it. Look at the router’s DHCP.`;
  }
  return `The board could not join the Wi-Fi ${name}. Look at the password and at what the router allows, and try again.`;
}

function whyNotReceived({ settings, board, listening, simulated, own }: Circumstances): string {
  const { host, port } = settings;
  const target = `${host}:${port}`;
  if (isLoopback(host) && !simulated) {
    return `The board is in the Wi-Fi, but ${host} is the board itself. Choose this computer’s address in the network.`;
  }
  if (!board.sent) {
    return isIPv4(host)
      ? `The board is in the Wi-Fi as ${board.address}, but cannot send to ${target}. Choose an address of the same network.`
      : `The board is in the Wi-Fi, but cannot find ${host}. Give an address such as 192.168.1.20 instead of a name.`;
  }
  if (isElsewhere(host, own)) {
    return `The board sends to ${target}, which is not this computer: look there whether its test line arrived.`;
  }
  if (listening === null) {
    return `The board sends to ${target}, but nothing listens there. Start "bramble syslog serve" or the IDE on that computer.`;
  }
  if (isLoopback(listening.host) && !isLoopback(host)) {
    return `The board sends to ${target}, but Bramble listens on ${listening.host} only. Start it without BRAMBLE_SYSLOG, or with BRAMBLE_SYSLOG=0.0.0.0:${listening.port}.`;
  }
  if (listening.port !== port) {
    return `The board sends to port ${port}, but Bramble listens on port ${listening.port}. Use that one.`;
  }
  return (
    `The board, ${board.address} in the Wi-Fi, sends to ${target}, and nothing arrives. Is this computer in the same network? ` +
    `Does its firewall let UDP port ${port} in? Guest networks often keep their members apart.`
  );
}
