import { createRequire } from 'node:module';

type Encoding = { countTokens(text: string, options: { disallowedSpecial: Set<string> }): number };

const require = createRequire(import.meta.url);
const loaded = new Map<string, Encoding>();
const options = { disallowedSpecial: new Set<string>() };

/** Characters counted exactly (about 8 ms of English); longer texts are extrapolated from samples. */
const maxExact = 262_144;
const samples = 4;
/**
 * The merge of byte pairs takes quadratic time in the length of one piece (Chinese, base64, white space), so texts
 * with long pieces are counted in slices of this many characters. That overcounts by about one token a slice.
 */
const sliceLength = 128;
const longPiece = new RegExp(`\\S{${sliceLength}}|[^\\S\\n]{${sliceLength}}|\\n{${sliceLength}}`);

/** cl100k_base for GPT-3.5, GPT-4 and OpenAI's embeddings, o200k_base for everything else. */
function encodingOf(model: string | undefined): string {
  return model !== undefined && /(^|\/)(gpt-3\.5|gpt-4($|-)|text-embedding-)/.test(model)
    ? 'cl100k_base'
    : 'o200k_base';
}

/** Loads an encoding at its first use: 0.2 s and 70 MB that most processes never need. */
function load(name: string): Encoding {
  let encoding = loaded.get(name);
  if (!encoding) {
    encoding = require(`gpt-tokenizer/encoding/${name}`) as Encoding;
    loaded.set(name, encoding);
  }
  return encoding;
}

function countExact(encoding: Encoding, text: string): number {
  if (!longPiece.test(text)) return encoding.countTokens(text, options);
  let tokens = 0;
  for (let at = 0; at < text.length; at += sliceLength)
    tokens += encoding.countTokens(text.slice(at, at + sliceLength), options);
  return tokens;
}

/**
 * Tokens of a text as the model's (or the nearest known) tokenizer counts them. Bounded: texts above 256 K
 * characters are extrapolated from four samples spread over them. Special tokens count as plain text.
 */
export function countTokens(text: string, model?: string): number {
  if (text === '') return 0;
  const encoding = load(encodingOf(model));
  if (text.length <= maxExact) return countExact(encoding, text);
  const length = maxExact / samples;
  const stride = (text.length - length) / (samples - 1);
  let tokens = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    const start = Math.floor(sample * stride);
    tokens += countExact(encoding, text.slice(start, start + length));
  }
  return Math.round((tokens * text.length) / maxExact);
}
