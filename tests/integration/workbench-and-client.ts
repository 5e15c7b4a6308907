/** A whole workbench in the test's own process, with its simulated board and its log, and a client as a page is one. */
import { connectToHost, type HostConnection, memoryChannelPair } from '../../app/contract/index.ts';
import { openAdapters } from '../../main/hosts/adapters.ts';
import { openWorkbench } from '../../main/hosts/workbench.ts';

export interface WorkbenchAndClient {
  client: HostConnection;
  dispose(): Promise<void>;
}

/** `home` is the data folder, `folder` the project's; `report` gets what the workbench says to people. */
export async function openWorkbenchAndClient(
  home: string,
  { folder, report }: { folder?: string; report: (sentence: string) => void },
): Promise<WorkbenchAndClient> {
  const workbench = await openWorkbench({
    adapters: openAdapters({ ...process.env, BRAMBLE_HOME: home }),
    ...(folder === undefined ? {} : { folder }),
    syslog: { host: '127.0.0.1', port: 0 },
    report,
  });
  const [hostEnd, clientEnd] = memoryChannelPair(structuredClone);
  workbench.serve(hostEnd);
  const client = connectToHost(clientEnd);
  const dispose = async () => {
    client.dispose();
    await workbench.dispose();
  };
  return { client, dispose };
}
