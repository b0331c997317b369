/** What features have to say in the reply's headers, and to do once the call is in the record. */
export type ReplyAdditions = {
  /** Flat list of names and values. */
  readonly replyHeaders: readonly string[];
  /** For `Helicone-Degraded`. */
  readonly degraded: readonly string[];
  /** Called when what became of the call is decided, before its record is written. */
  closing(): void;
  /** Called before the last byte is released, while the bodies are still held. */
  recorded(): void;
};
