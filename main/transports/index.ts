export { type FoundBoard, findBoards, listSerialPorts } from './discovery.ts';
export { openTransport, type TransportSources } from './open-transport.ts';
