import type { BoundParams } from './bound-params.js';

/** One operator and its value, as the client sent them, and where. */
export type Operand = {
  operator: string;
  value: unknown;
  path: readonly string[];
  params: BoundParams;
};
