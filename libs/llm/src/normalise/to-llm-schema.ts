import type { LlmSchema } from '@heliostat/contracts';
import { modelOfPath } from '../call/reply-facts.js';
import { record, text } from '../json/json-value.js';
import { viewEvent } from './event-view.js';
import { viewRequest } from './request-view.js';
import { viewResponse } from './response-view.js';

export type LlmSchemaInput = {
  /** For display. */
  provider: string;
  /** Parsed bodies; a stream's assembled reply (`readCall`). */
  requestJson?: unknown;
  responseJson?: unknown;
  /** Tells a conversation from texts to embed; without it the content alone decides. */
  path?: string | undefined;
  /** HTTP or pseudo status; 200 when absent. */
  status?: number | undefined;
  /** The provider's error message, where already read. */
  error?: string | undefined;
  model?: string | null | undefined;
  /** ISO time of the call; shown with events. */
  at?: string | undefined;
};

/**
 * The normalised view of a call for the request page and REST's `llmSchema` (RQ-11): messages with roles, text,
 * pictures, tool calls and results, reasoning, parameters and errors, whatever format the call was in. Never throws.
 */
export function toLlmSchema(input: LlmSchemaInput): LlmSchema {
  const path = input.path ?? '';
  const model = input.model ?? text(record(input.requestJson)['model']) ?? modelOfPath(path);
  const head = { provider: input.provider, ...(model === undefined ? {} : { model }) };
  const status = input.status ?? 200;
  try {
    const request = viewRequest(input.requestJson, path);
    const response = viewResponse(input.responseJson, status, input.error);
    const event = viewEvent(input.requestJson, input.responseJson, status, input.at);
    if (!event) return { request: { ...request, ...head }, response };
    return {
      request: { ...request, ...head, ...event.request },
      response: { ...response, ...event.response },
    };
  } catch {
    // Only a body nested beyond the stack gets here; its raw form is still shown.
    return { request: head, response: null };
  }
}
