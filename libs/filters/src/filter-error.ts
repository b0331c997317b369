import { CodedError } from '@heliostat/platform';

const shownSegment = 60;

/** `filter.left.request.modl`; long keys are cut, they may be anything. */
const shown = (path: readonly string[]): string =>
  path
    .map((segment) => (segment.length > shownSegment ? `${segment.slice(0, shownSegment)}…` : segment))
    .join('.');

/** A filter that cannot be used; the message names the path and the fault. Status 400, code `filter/invalid`. */
export class FilterError extends CodedError {
  constructor(path: readonly string[], fault: string) {
    super('filter/invalid', `${shown(path)}: ${fault}`, 400);
    this.name = 'FilterError';
  }
}
