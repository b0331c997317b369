/** What a detector thinks of a call's texts. */
export type Verdict = {
  threat: boolean;
  /** From 0 (harmless) to 1, of the worst text. */
  score: number;
  /** What spoke for a threat: names of rules, labels or categories, never parts of the text. */
  reasons: readonly string[];
};

/** Looks for attacks in what users said. Rejects where it cannot tell. */
export type PromptDetector = {
  check(texts: readonly string[], org?: string): Promise<Verdict> | Verdict;
};

export const harmless: Verdict = { threat: false, score: 0, reasons: [] };
