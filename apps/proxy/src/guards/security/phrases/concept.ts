/** What words of an attack mean, in whichever language. Their combinations are judged in `phrase-signs.ts`. */
export const concepts = [
  /** To take back, disregard, stop following. */
  'drop',
  /** To delete, cancel, skip: what programs do to commands too. */
  'erase',
  /** To be of no force any more. */
  'void',
  /** Instructions, rules, limits. */
  'orders',
  /** What was said: messages, information, context. */
  'talk',
  /** Filters, protection, moderation. */
  'guards',
  /** Before, above, so far, as first given. */
  'earlier',
  /** Everything. */
  'all',
  /** All that came before, in one phrase. */
  'allEarlier',
  /** Your, given to you. */
  'yours',
  /** To show or tell; what is, what are. */
  'reveal',
  /** To say again, copy, translate. */
  'repeat',
  /** The system prompt by one of its names. */
  'prompt',
  /** Hidden, internal, of the system. */
  'secret',
  /** Word for word, in full. */
  'exact',
  /** To be, play, pretend. */
  'be',
  /** An assistant, a model. */
  'ai',
  /** Without limits. */
  'free',
  /** Selves and tricks known by name. */
  'name',
  /** A developer's or unlimited mode. */
  'mode',
  'on',
  'off',
  /** Never to refuse, to give no warning. */
  'comply',
  /** A note, a message, a hint. */
  'note',
  /** Who reads or works on this text. */
  'reader',
  'send',
  /** Not to tell the user. */
  'hide',
  /** A new task or order. */
  'fresh',
  /** The administrator, the system, who claims to speak. */
  'authority',
  /** That you are an assistant; your role, your training. */
  'role',
  /** To obey me alone. */
  'obey',
  /** Passwords and the like. */
  'credentials',
  /** The rest of this conversation. */
  'conversation',
  /** How do I…: a question about the world. */
  'howTo',
  /** My, our: things of the one who asks. */
  'mine',
] as const;

export type Concept = (typeof concepts)[number];

/**
 * One language's phrases by concept, parted by commas. `*` stands for letters to a word's end, or as a word of its own for
 * any word; `{a|b}` for either. Accents, case, apostrophes and hyphens are folded when the table is read.
 */
export type PhraseTable = {
  language: string;
  phrases: Readonly<Partial<Record<Concept, string>>>;
};
