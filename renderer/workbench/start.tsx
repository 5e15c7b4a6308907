/** Puts the page together: the host, the features, the frame. */
import type { ReactNode } from 'react';
import { connectHost } from '../client/connect-host.ts';
import { ClientSessionProvider } from '../client/session.tsx';
import { createParts } from './parts.ts';
import { Workbench } from './workbench.tsx';

/** Connects, and gives the workbench to draw. Called once. */
export function startWorkbench(): ReactNode {
  const host = connectHost();
  const parts = createParts(host);
  return (
    <ClientSessionProvider session={parts.session}>
      <Workbench parts={parts} />
    </ClientSessionProvider>
  );
}
