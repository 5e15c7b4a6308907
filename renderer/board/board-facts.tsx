/** Around the pins: memory, flash, and the Wi-Fi that the board is in. */
import { Wifi, WifiOff } from 'lucide-react';
import { memo } from 'react';
import type { SimulatorSnapshot } from '../../app/simulator/index.ts';
import { reportError } from '../design/messages.ts';
import { Meter } from '../design/parts.tsx';
import { formatBytes } from '../design/sizes.ts';
import { Slider } from './slider.tsx';
import type { Steer } from './steering.ts';

export const BoardFacts = memo(
  ({ flash, heap, wifi, steer }: Pick<SimulatorSnapshot, 'flash' | 'heap' | 'wifi'> & { steer: Steer }) => (
    <div className="board-facts">
      <RoomMeter label="Heap" room={heap} />
      <RoomMeter label="Flash" room={flash} />
      <WifiSwitch wifi={wifi} steer={steer} />
    </div>
  ),
);

function RoomMeter({ label, room: { totalBytes, freeBytes } }: { label: string; room: SimulatorSnapshot['heap'] }) {
  const words = `${formatBytes(freeBytes)} free`;
  return <Meter label={label} value={totalBytes - freeBytes} total={totalBytes} words={words} />;
}

function WifiSwitch({ wifi, steer }: { wifi: SimulatorSnapshot['wifi']; steer: Steer }) {
  const words = wifiWords(wifi);
  const Icon = wifi.connected ? Wifi : WifiOff;
  return (
    <>
      <div className="board-wifi">
        <span>Wi-Fi</span>
        <Icon size={14} aria-hidden />
        <span className="board-wifi-words" title={words}>
          {words}
        </span>
        <button
          type="button"
          role="switch"
          className="switch"
          aria-checked={wifi.airOn}
          aria-label="Wi-Fi in reach"
          title={wifi.airOn ? 'Switch the Wi-Fi around the board off' : 'Switch the Wi-Fi around the board on'}
          onClick={() => void steer({ kind: 'wifi', on: !wifi.airOn }).catch(reportError)}
        />
      </div>
      {wifi.rssi !== null && wifi.airOn && (
        <Slider
          label="Signal"
          value={wifi.rssi}
          {...{ minimum: -95, maximum: -30, step: 1 }}
          words={(dbm) => `${dbm} dBm`}
          send={(dbm) => steer({ kind: 'wifi-rssi', dbm })}
        />
      )}
    </>
  );
}

export function wifiWords({ active, connected, ssid, address, airOn }: SimulatorSnapshot['wifi']): string {
  if (!airOn) return active ? 'no network in reach' : 'off, no network in reach';
  if (!active) return 'off';
  if (!connected) return 'on, not connected';
  return [ssid ?? 'connected', address].filter((part) => part !== null).join(', ');
}
