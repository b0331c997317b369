import type { Dispatcher } from 'undici';

/** What differs from the provider's connection. */
export type ControllerChanges = {
  /** As undici gives them: name, value, …; none unless told. */
  rawHeaders?: Buffer[];
  pause?: () => void;
  resume?: () => void;
};

/** The provider's connection as one that reads what was made of its bytes sees it: what it cuts is the same. */
export function likeController(
  controller: Dispatcher.DispatchController,
  {
    rawHeaders = [],
    pause = () => controller.pause(),
    resume = () => controller.resume(),
  }: ControllerChanges = {},
): Dispatcher.DispatchController {
  return {
    get aborted() {
      return controller.aborted;
    },
    get paused() {
      return controller.paused;
    },
    get reason() {
      return controller.reason;
    },
    rawHeaders,
    rawTrailers: [],
    abort: (reason: Error) => controller.abort(reason),
    pause,
    resume,
  } as unknown as Dispatcher.DispatchController;
}
