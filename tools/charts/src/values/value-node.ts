import { JsonSchema } from '../schema/json-schema.js';

/** One key of a values file with what its comment says. */
export interface ValueNode {
  key: string;
  path: string;
  value: unknown;
  description: string;
  /** Heading that starts a new table in the README. */
  section?: string;
  /** What `# @schema` says. */
  schema?: JsonSchema;
  /** Children of a map, unless its `@schema` describes it whole. */
  children?: ValueNode[];
}
