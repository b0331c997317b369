import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { type ZodType } from 'zod';

/**
 * What a key or a role must allow: reading, changing, or sending logs. `role`: the path names the organisation, which
 * need not be the active one, so the service checks the caller's role in it.
 */
export type Access = 'read' | 'write' | 'ingest' | 'role';

export type ApiOptions = {
  /** One line, in the imperative. */
  summary: string;
  description?: string;
  /** What a successful reply's `data` holds. */
  response?: ZodType;
  /** Whether the reply is `{ data, error }`; default true. */
  envelope?: boolean;
  /** Default: GET reads, all others write. A POST that only asks (`…/query`) is `read`. */
  access?: Access;
  /** The heading in the docs; default the first word of the path after the version. */
  tag?: string;
  /** Default 200, as the original answers to every success. */
  status?: number;
};

export const apiKey = 'heliostat:api';

/** Describes a route to readers and to the guard. Every route has one; a route without is not in the docs. */
export const Api = (options: ApiOptions): MethodDecorator =>
  applyDecorators(SetMetadata(apiKey, options), HttpCode(options.status ?? 200));
