import { isRecord, list, record, type Json } from '../../json/json-value.js';

const entry = (value: unknown) => {
  const { token, logProbability } = record(value);
  const words = typeof token === 'string' ? token : '';
  return {
    token: words,
    logprob: typeof logProbability === 'number' ? logProbability : 0,
    bytes: [...Buffer.from(words)],
  };
};

/** `logprobsResult` as OpenAI's `logprobs` object; undefined where there is none. */
export function readLogprobs(result: unknown): Json | undefined {
  if (!isRecord(result)) return undefined;
  const tops = list(result['topCandidates']);
  const content = list(result['chosenCandidates']).map((chosen, at) => ({
    ...entry(chosen),
    top_logprobs: list(record(tops[at])['candidates']).map(entry),
  }));
  return content.length > 0 ? { content, refusal: null } : undefined;
}
