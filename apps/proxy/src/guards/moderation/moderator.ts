/** Judges one message of an organisation; rejects where it cannot. */
export type Moderator = {
  flagged(text: string, apiKey: string | undefined, org: string): Promise<boolean> | boolean;
};
