/** The one error type that reaches people: a stable code, and a sentence that says what happened, why, and what to do. */
import { type ErrorCode, errorCodes, isErrorCode } from './error-codes.ts';

export class BrambleError extends Error {
  override readonly name = 'BrambleError';
  readonly code: ErrorCode;

  /** `message` is whole sentences for a person, with the remedy; `cause` is what was caught underneath. */
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }

  /** The command line's exit code. */
  get exitCode(): number {
    return errorCodes[this.code].exit;
  }
}

/** An error as it travels between a host and its client. */
export interface ErrorDescription {
  code: ErrorCode;
  message: string;
}

/** Describes anything thrown; what is not a BrambleError is a bug and says so. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof BrambleError) return { code: error.code, message: error.message };
  const text = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `Something went wrong inside Bramble: ${text}` };
}

/** The reverse of describeError, on the client's side. */
export function errorFromDescription(description: { code: string; message: string }): BrambleError {
  return new BrambleError(isErrorCode(description.code) ? description.code : 'internal', description.message);
}
