import { isRecord, list } from '../../json/json-value.js';

/** A vector as OpenAI's `base64` has it: 32-bit floats, little-endian. */
export function writeVector(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [at, value] of vector.entries()) bytes.writeFloatLE(value, at * 4);
  return bytes.toString('base64');
}

/** The numbers of a vector, bare or under `values`. */
export function readVector(value: unknown): number[] {
  const numbers = isRecord(value) ? value['values'] : value;
  return list(numbers).filter((entry): entry is number => typeof entry === 'number');
}
