/** Which version of a prompt: an environment wins over a version, and neither means production (PR-02). */
export type PromptChoice = { environment?: string; versionId?: string };

export type PromptVersion = {
  promptId: string;
  versionId: string;
  /** Shared and never to be changed. */
  body: Readonly<Record<string, unknown>>;
};

/** Why there is no version: no such prompt, or nothing that the choice names. */
export type NoPrompt = { missing: 'prompt' | 'version' };

/** The outside store of prompts. */
export type PromptStore = {
  /** From memory whenever it can; rejects with `prompts/unavailable` (503) when it cannot ask and does not know. */
  find(
    org: string,
    promptId: string,
    choice: PromptChoice,
  ): PromptVersion | NoPrompt | Promise<PromptVersion | NoPrompt>;
};
