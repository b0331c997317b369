import { topics } from './corpus.js';
import type { Random } from './random.js';
import { splitWords } from './tokens.js';

/** Prose of exactly `words` words about what the prompt asks. */
export function replyText(prompt: string, words: number, random: Random): string {
  if (words <= 0) return '';
  const asked = prompt.toLowerCase();
  const topic =
    topics.find((candidate) => candidate.keywords.some((keyword) => asked.includes(keyword))) ??
    topics[topics.length - 1]!;
  const out: string[] = [];
  let at = random.int(0, topic.sentences.length - 1);
  while (out.length < words) {
    const sentence = topic.sentences[at++ % topic.sentences.length]!;
    for (const word of splitWords(out.length === 0 ? sentence : ` ${sentence}`)) {
      if (out.length < words) out.push(word);
    }
  }
  return out.join('');
}
