/** A JSON schema (draft 7) as plain data. */
export interface JsonSchema {
  [keyword: string]: unknown;
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: boolean | JsonSchema;
  required?: string[];
  items?: JsonSchema;
  $ref?: string;
}

/** A schema that takes exactly the named properties. */
export const closed = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...(required.length > 0 && { required }),
});

/** A list of such items. */
export const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

/** A map from any name to such values. */
export const mapOf = (values: JsonSchema): JsonSchema => ({ type: 'object', additionalProperties: values });

/** A string out of a fixed set. */
export const oneOf = (...values: string[]): JsonSchema => ({ type: 'string', enum: values });

/** A reference to a shared definition. */
export const ref = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

export const text: JsonSchema = { type: 'string' };
export const filledText: JsonSchema = { type: 'string', minLength: 1 };
export const flag: JsonSchema = { type: 'boolean' };
export const whole: JsonSchema = { type: 'integer' };
export const natural: JsonSchema = { type: 'integer', minimum: 0 };
