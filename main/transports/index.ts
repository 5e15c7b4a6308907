export { listBootloaders } from './bootloaders.ts';
export { type FoundBoard, findBoards, listSerialPorts } from './discovery.ts';
export { type FoundTransport, openTransport, type TransportSources } from './open-transport.ts';
