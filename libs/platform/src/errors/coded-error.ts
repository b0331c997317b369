/**
 * An error with a stable code (`area/what`), a message for the person in front of it, and the HTTP status that it
 * maps to where it reaches a client. `details` must never hold a secret.
 */
export class CodedError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number = 500,
    options?: { cause?: unknown; details?: Record<string, unknown> },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CodedError';
    this.details = options?.details;
  }
  readonly details?: Record<string, unknown>;
}

/** The words of anything that was thrown. */
export const errorMessage = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** The words of what made `fetch` fail: its own message says only that it failed. */
export function causeMessage(error: unknown): string {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return errorMessage(cause ?? error);
}
