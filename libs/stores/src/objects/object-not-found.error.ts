import { CodedError } from '@heliostat/platform';

/** No object has this key (`objects/not-found`, 404). */
export class ObjectNotFoundError extends CodedError {
  constructor(readonly key: string) {
    super('objects/not-found', `No object has the key ${key}.`, 404);
    this.name = 'ObjectNotFoundError';
  }
}
