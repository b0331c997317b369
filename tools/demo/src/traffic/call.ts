import type { DemoModel } from './models.js';

/** One call of an application, before it is sent. */
export type DemoCall = {
  model: DemoModel;
  /** Below the provider's base URL. */
  path: string;
  body: Record<string, unknown>;
  /** Session, properties and so on; `Helicone-Auth` and the target are added by the sender. */
  headers?: Record<string, string>;
  /** Reads only so many frames of the stream and leaves. */
  cancelAfterFrames?: number;
};

/** What an application learns from a reply. */
export type CallResult = {
  status: number;
  /** Assistant text; empty for failures and other kinds of reply. */
  text: string;
  /** Name of the tool that the model wants, with its id and arguments as JSON. */
  toolCall: { id: string; name: string; arguments: string } | null;
};

/** An application at work: yields calls and receives their results, which shape the next call. */
export type Scenario = AsyncGenerator<DemoCall, void, CallResult>;
