import { randomBytes, randomInt } from 'node:crypto';
import type { ValueSource } from './secrets-spec.js';

const lowerAndDigits = 'abcdefghijklmnopqrstuvwxyz0123456789';
const lettersAndDigits = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${lowerAndDigits}`;

const pick = (alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** The value that a key gets when it is absent: the one given, or a new random one. */
export function valueOf(source: ValueSource): string {
  if ('value' in source) return source.value;
  switch (source.generate) {
    case 'hex':
    case 'base64':
      return randomBytes(source.bytes).toString(source.generate);
    case 'api-key':
      return ['sk-helicone', ...Array.from({ length: 4 }, () => pick(lowerAndDigits, 7))].join('-');
    case 'password':
      return pick(lettersAndDigits, source.length);
  }
}
