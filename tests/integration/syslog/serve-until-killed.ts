/** A process that listens, says its port and then every change of its store, a line of JSON each, until it is killed. */
import { startSyslogServer } from '../../../main/syslog/index.ts';

const server = await startSyslogServer({ port: 0, storeFile: process.argv[2] ?? '' });
server.onDidChange((totals) => console.log(JSON.stringify(totals)));
const { listening } = await server.status();
console.log(JSON.stringify({ port: listening?.port }));
