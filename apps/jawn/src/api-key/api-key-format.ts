import { createHash, randomInt } from 'node:crypto';

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const group = () => Array.from({ length: 7 }, () => alphabet[randomInt(alphabet.length)]).join('');

/** A fresh key: `sk-helicone-` and four random groups of seven, 145 bits (CR-03). */
export const generateApiKey = (): string => `sk-helicone-${group()}-${group()}-${group()}-${group()}`;

/** What is stored instead of the key: hex SHA-256. A slow hash would add nothing against 145 random bits. */
export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Enough to tell keys apart and too little to guess one: six of the 28 random characters. */
export const previewApiKey = (key: string): string => `${key.slice(0, 14)}…${key.slice(-4)}`;
