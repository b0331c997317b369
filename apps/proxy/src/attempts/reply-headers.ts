import type { Dispatcher } from 'undici';
import { headerText, type ResponseHeaders } from '../headers/response-headers.js';
import type { Attempt } from './attempt.js';
import { likeController } from './like-controller.js';

export const isEventStream = (contentType: string | undefined) =>
  contentType !== undefined &&
  /^(?:text\/event-stream|application\/vnd\.amazon\.eventstream)/i.test(contentType);

/** Of a translated reply's headers those that describe the call, not its bytes. */
export function passedOn(reply: ResponseHeaders, withholds: Attempt['withholds']): string[] {
  const list: string[] = [];
  for (let i = 0; i < reply.list.length; i += 2) {
    const name = reply.list[i]!.toLowerCase();
    if (name.startsWith('content-') || name === 'cache-control' || name === 'etag' || name === 'set-cookie')
      continue;
    if (withholds?.(name) === true) continue;
    list.push(reply.list[i]!, reply.list[i + 1]!);
  }
  return list;
}

/** The provider's connection with other headers: what it paces and cuts is the same. */
export const withHeaders = (controller: Dispatcher.DispatchController, rawHeaders: string[]) =>
  likeController(controller, { rawHeaders: rawHeaders.map((part) => Buffer.from(part, 'latin1')) });

/** Trailers of a translated stream would speak of bytes that the client never saw. */
export const bare = (controller: Dispatcher.DispatchController) => likeController(controller);

/** The provider's connection without the headers that are not for the client. */
export function withoutHeaders(
  controller: Dispatcher.DispatchController,
  withholds: Attempt['withholds'],
): Dispatcher.DispatchController {
  const raw = controller.rawHeaders;
  if (withholds === undefined || !Array.isArray(raw)) return controller;
  const kept: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = headerText(raw[i]!);
    if (!withholds(name)) kept.push(name, headerText(raw[i + 1]!));
  }
  return withHeaders(controller, kept);
}
