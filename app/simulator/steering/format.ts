/** A steering command in words: what `parse.ts` reads back as the same. */
import { type SteeringCommand, tapMs } from './command.ts';
import { durationText } from './words.ts';

export function formatSteering(command: SteeringCommand): string {
  switch (command.kind) {
    case 'pin':
      return `pin ${command.pin} ${command.level === null ? 'release' : ['low', 'high'][command.level]}`;
    case 'press':
      return command.forMs === tapMs
        ? `press ${command.pin}`
        : `press ${command.pin} for ${durationText(command.forMs)}`;
    case 'volts':
      return `volts ${command.pin} ${command.volts ?? 'none'}`;
    case 'temperature':
      return `temperature ${command.celsius}`;
    case 'attach': {
      const made = Object.entries({ ...command.wiring, ...command.numbers }).map(([name, value]) => `${name}=${value}`);
      return ['attach', command.part, ...made, ...(command.id === null ? [] : ['as', command.id])].join(' ');
    }
    case 'detach':
      return `detach ${command.id}`;
    case 'set':
      return `set ${command.id} ${command.name} ${command.value}`;
    case 'wire':
    case 'unwire':
      return [command.kind, ...command.pins].join(' ');
    case 'wifi':
      return `wifi ${command.on ? 'on' : 'off'}`;
    case 'wifi-rssi':
      return `wifi rssi ${command.dbm}`;
    case 'wifi-password':
      return `wifi password ${command.password ?? 'any'}`;
    case 'wifi-loss':
      return `wifi loss ${command.percent}%`;
    case 'power':
      return `power ${command.to}`;
    case 'link':
      return `link ${command.profile}${command.latencyMs === null ? '' : ` latency ${durationText(command.latencyMs)}`}`;
    case 'link-slow':
      return `link slow ${command.bytesPerSecond} bytes/s latency ${durationText(command.latencyMs)}`;
    case 'flash-speed':
      return `flash-speed ${command.profile}`;
    case 'fault-unplug':
      return `fault unplug after ${command.afterBytes} bytes ${command.direction ?? ''}`.trimEnd();
    case 'fault-garbage':
      return `fault garbage ${command.bytes} bytes ${command.direction} seed ${command.seed}`;
    case 'fault-noise':
      return `fault noise ${command.percent}% ${command.direction} seed ${command.seed}`;
    case 'fault-flash-full':
      return `fault flash full ${command.bytesLeft} bytes left`;
    case 'fault-power-lost':
      return `fault power lost after ${command.afterBytes} bytes written`;
    case 'fault-off':
      return 'fault off';
  }
}
