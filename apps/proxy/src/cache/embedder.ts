/** The outside model that makes vectors of texts. */
export type Embedder = {
  /** Names the model: vectors of different ones are not compared. */
  readonly model: string;
  /** Rejects when there is no answer in time. */
  embed(text: string): Promise<Float32Array>;
};
