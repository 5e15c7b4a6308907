export { SyslogStore } from './read/syslog-store.ts';
export type { Retention } from './store/retention.ts';
export {
  defaultSyslogPort,
  type SyslogServerHandle,
  type SyslogServerOptions,
  startSyslogServer,
} from './syslog-server.ts';
export type { ListenerOptions } from './worker-messages.ts';
