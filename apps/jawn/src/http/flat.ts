import { ok, type Result } from '@heliostat/contracts';

/** The original answers some routes without an envelope; both readings of such a reply work. */
export type Flat<T> = Result<T> & T;

export const flat = <T extends object>(data: T): Flat<T> => ({ ...data, ...ok(data) });
