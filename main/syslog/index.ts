export {
  type SyslogServerHandle,
  type SyslogServerOptions,
  startSyslogServer,
} from './syslog-server.ts';
export { SyslogStore } from './syslog-store.ts';
