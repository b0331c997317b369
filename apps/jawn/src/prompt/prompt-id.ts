import { randomInt } from 'node:crypto';

const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const length = 6;

/** Six letters and digits, as the page on partials says: some 36 bits, so a new one may be taken. */
export const newPromptId = (): string =>
  Array.from({ length }, () => characters[randomInt(characters.length)]).join('');
