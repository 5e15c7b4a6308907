/** The parts that a host has to attach. They are the same as long as the page lives. */
import { useEffect, useState } from 'react';
import type { PartDescription } from '../../app/simulator/index.ts';
import type { Host } from '../client/host.ts';
import { reportError } from '../design/messages.ts';

export function usePartDescriptions(host: Host): PartDescription[] {
  const [descriptions, setDescriptions] = useState<PartDescription[]>([]);
  useEffect(() => {
    let wanted = true;
    host.services.simulator
      .parts()
      .then((parts) => wanted && setDescriptions(parts))
      .catch(reportError);
    return () => {
      wanted = false;
    };
  }, [host]);
  return descriptions;
}
