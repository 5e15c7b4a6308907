export type { Channel } from './channel.ts';
export { HostEventHub } from './host-events.ts';
export { memoryChannelPair } from './memory-channel.ts';
export { connectToHost, type HostConnection } from './rpc.ts';
export type {
  BoardFile,
  BoardFilesService,
  BoardLogChoices,
  BoardLogSettings,
  BoardLogSetUp,
  BoardSummary,
  BoardsService,
  CopiesService,
  CopyDirection,
  FileCopy,
  FileProperties,
  HostEvents,
  LoggedPlace,
  PlannedCopy,
  ProjectFile,
  ProjectService,
  SerialLogChoice,
  Services,
  SimulatorService,
  SyslogService,
  SyslogStatus,
} from './services.ts';
