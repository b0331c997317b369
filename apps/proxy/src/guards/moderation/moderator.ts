/** Judges one message; rejects where it cannot. */
export type Moderator = { flagged(text: string, apiKey: string | undefined): Promise<boolean> | boolean };
