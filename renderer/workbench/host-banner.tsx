/** Says that the host is gone, calmly: what it means for the user's work, and what to do. */
import { Unplug } from 'lucide-react';
import { useHostState, useSession } from '../client/session.tsx';
import { Button } from '../design/button.tsx';

export function HostBanner() {
  const { host } = useSession();
  const state = useHostState();
  if (state.kind === 'connected' || state.kind === 'connecting') return null;
  return (
    <div className="host-banner" role="alert">
      <Unplug size={16} aria-hidden />
      <p>
        {state.kind === 'refused'
          ? 'Bramble was started again and does not know this page any more. Open the new link that it printed. Your unsaved text is kept in this browser.'
          : 'Bramble’s host has gone. If you closed it, start it again: this page reconnects by itself. Your unsaved text is kept in this browser.'}
      </p>
      <Button onClick={() => host.retryNow()}>Try now</Button>
    </div>
  );
}
