export { fromBase64, toBase64 } from './base64.ts';
export { type Clock, ManualClock } from './clock.ts';
export { type Disposable, DisposableStore, toDisposable } from './disposable.ts';
export { Emitter, type Event } from './emitter.ts';
export { type ErrorCode, errorCodes } from './error-codes.ts';
export { BrambleError, describeError, type ErrorDescription, errorFromDescription } from './errors.ts';
export { FlowEmitter, type FlowEvent } from './flow-emitter.ts';
export { jsonLine, visible } from './terminal-text.ts';
