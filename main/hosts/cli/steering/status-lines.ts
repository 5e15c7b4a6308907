/** A simulated board's snapshot as lines for a person: the pins in use, the parts, the rest. */
import type { PartSnapshot, PinSnapshot, SimulatorSnapshot } from '../../../../app/simulator/index.ts';
import { columns } from '../table.ts';

export function statusLines(name: string, snapshot: SimulatorSnapshot): string[] {
  const pins = snapshot.pins.filter((pin) => isInUse(pin, snapshot)).map((pin) => pinRow(pin, snapshot));
  const parts = snapshot.parts.map(partRow);
  const wires = snapshot.wires.map((wire) => `wire ${wire.join(' ')}`);
  return [
    `Simulated board ${name}`,
    ...section(columns(pins)),
    ...section(columns(parts)),
    ...section(wires),
    '',
    `Wi-Fi  ${wifiText(snapshot.wifi)}`,
    `flash  ${roomText(snapshot.flash)}`,
    `heap   ${roomText(snapshot.heap)}`,
  ];
}

/** A blank line, then the lines; nothing when there are none. */
function section(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

function isInUse({ name, mode, drivenFromOutside }: PinSnapshot, { volts }: SimulatorSnapshot): boolean {
  return name === 'LED' || mode !== 'unused' || drivenFromOutside !== null || volts[name] !== undefined;
}

function pinRow(pin: PinSnapshot, { pwm, volts }: SimulatorSnapshot): string[] {
  const wave = pwm.find(({ pin: name }) => name === pin.name);
  const volt = volts[pin.name];
  const state = [wave === undefined ? ['low', 'high'][pin.level] : `${percent(wave.duty)} at ${wave.frequencyHz} Hz`];
  if (volt !== undefined) state.push(`${Math.round(volt * 1000) / 1000} V`);
  if (pin.drivenFromOutside !== null) state.push(`driven ${['low', 'high'][pin.drivenFromOutside]} from outside`);
  const pull = pin.pull === 'none' ? '' : `, pull ${pin.pull}`;
  return [pin.name, pin.signal ?? `${pin.mode}${pull}`, state.join(', ')];
}

function partRow({ id, name, wiring, values, light, picture, memory }: PartSnapshot): string[] {
  const legs = Object.entries(wiring).map(([leg, pin]) => `${leg}=${pin}`);
  const shown = Object.entries(values).map(([value, { value: number, unit }]) => `${value} ${number} ${unit}`.trim());
  if (light !== null) {
    shown.push(`#${light.colour.toString(16).padStart(6, '0')} ${percent(light.brightness)}`);
  }
  if (picture !== null) shown.push(`picture ${picture.width} x ${picture.height}`);
  if (memory !== null) shown.push(`${memory.writtenBytes} of ${memory.totalBytes} bytes written`);
  return [id, name, legs.join(' '), shown.join(', ')];
}

function wifiText({ active, connected, ssid, address, rssi, airOn, packetLoss }: SimulatorSnapshot['wifi']): string {
  const parts = [connected ? `connected to ${ssid} as ${address}, ${rssi} dBm` : active ? 'on, not connected' : 'off'];
  if (!airOn) parts.push('no network around');
  if (packetLoss > 0) parts.push(`${percent(packetLoss)} of packets lost`);
  return parts.join(', ');
}

function roomText({ freeBytes, totalBytes }: { freeBytes: number; totalBytes: number }): string {
  return `${Math.round(freeBytes / 1024)} of ${Math.round(totalBytes / 1024)} KB free`;
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 1000) / 10} %`;
}
