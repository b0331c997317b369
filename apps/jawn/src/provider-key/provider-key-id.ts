import { randomInt } from 'node:crypto';

const digits = 'abcdefghijklmnopqrstuvwxyz0123456789';
const length = 11;

/** `c` and eleven random letters and digits: short enough for `model/provider/<id>`, some 57 bits. */
export const newProviderKeyId = (): string =>
  `c${Array.from({ length }, () => digits[randomInt(digits.length)]).join('')}`;
