import type { Provider, Wire } from '@heliostat/llm';

/** Where requests go: an origin and what stands before the request's path. */
export type Target = {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path prefix without a trailing slash, or empty. */
  readonly basePath: string;
  /** Query of the target URL with its `?`, or empty. */
  readonly search: string;
  /** True when it must be kept off private addresses: a client named it, and no setting lets it be private. */
  readonly guarded: boolean;
};

/** One way in. */
export type Door = {
  readonly slug: string;
  /** Undefined at `/gateway`, whose provider follows from the target. */
  readonly provider: Provider | undefined;
  readonly wire: Wire;
  /** Undefined where the client must name it (`/gateway`, `/azure`). */
  readonly target: Target | undefined;
  /** Whether `Helicone-Target-Url` applies, and `Helicone-OpenAI-Api-Base`. */
  readonly takesTargetUrl: boolean;
  readonly takesApiBase: boolean;
};

/** A door and the rest of the path (query included) behind it. */
export type DoorMatch = { door: Door; path: string };
