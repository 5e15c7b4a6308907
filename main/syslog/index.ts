export type { Retention } from './retention.ts';
export {
  defaultSyslogPort,
  type SyslogServerHandle,
  type SyslogServerOptions,
  startSyslogServer,
} from './syslog-server.ts';
export { SyslogStore } from './syslog-store.ts';
export type { ListenerOptions } from './worker-messages.ts';
