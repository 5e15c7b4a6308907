export { type BoardAddress, formatBoardAddress, parseBoardAddress } from './address.ts';
export { BoardFiles } from './files.ts';
export type { ProgramResult } from './program-result.ts';
export { BoardSession } from './session.ts';
export type { BoardState } from './state.ts';
export { planSync, type SyncEntry } from './transfer/sync-plan.ts';
export type { Deflate, UploadEntry } from './transfer/upload-stream.ts';
export type { Transport, TransportClosed } from './transport.ts';
