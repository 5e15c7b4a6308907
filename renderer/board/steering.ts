/** The way from a control of this panel to the board that is shown. */
import type { SteeringCommand } from '../../app/simulator/index.ts';
import type { Host } from '../client/host.ts';

/** Does what the command says; rejects with a sentence for a person. */
export type Steer = (command: SteeringCommand) => Promise<unknown>;

export function steerBoard(host: Host, address: string): Steer {
  return (command) => host.services.simulator.steer(address, command);
}
