import { expect, it } from 'vitest';
import { forwardTarget } from '../../../../app/syslog/index.ts';
import { isForwardLoop } from './forward-loop.ts';

const computer = { own: ['127.0.0.1', '::1', '192.168.1.5', 'fe80::1'], hostname: 'shed' };

it.each([
  ['udp://127.0.0.1:5514', '127.0.0.1', true],
  ['udp://127.0.0.2:5514', '0.0.0.0', true],
  ['udp://localhost:5514', '0.0.0.0', true],
  ['udp://shed:5514', '0.0.0.0', true],
  ['udp://0.0.0.0:5514', '127.0.0.1', true],
  ['udp://192.168.1.5:5514', '0.0.0.0', true],
  ['udp://192.168.1.5:5514', '::', true],
  ['udp://[::]:5514', '::1', true],
  ['udp://192.168.1.5:5514', '127.0.0.1', false],
  ['udp://[::1]:5514', '0.0.0.0', false],
  ['udp://192.168.1.6:5514', '0.0.0.0', false],
  ['udp://127.0.0.1:5515', '0.0.0.0', false],
  ['tcp://127.0.0.1:5514', '0.0.0.0', false],
  ['influx+http://127.0.0.1:5514/write', '0.0.0.0', false],
])('what goes to %s comes back to UDP port 5514 on %s: %s', (target, host, isLoop) => {
  expect(isForwardLoop(forwardTarget(target), [{ protocol: 'udp', host, port: 5514 }], computer)).toBe(isLoop);
});
