import { isRecord } from '@heliostat/llm';

/** One judgement: how surely the text is an attack, from 0 to 1, and why. */
export type GuardAnswer = { score: number; reasons: string[] };

const badLabels = /^(?:jailbreak|injection|malicious|unsafe|prompt_injection|label_[12]|1|true)$/i;
const goodLabels = /^(?:benign|safe|legitimate|label_0|0|false|none)$/i;

/** The hazards of Llama Guard 3 by their codes. */
export const hazards: Readonly<Record<string, string>> = {
  S1: 'violent crimes',
  S2: 'non-violent crimes',
  S3: 'sex-related crimes',
  S4: 'child exploitation',
  S5: 'defamation',
  S6: 'specialized advice',
  S7: 'privacy',
  S8: 'intellectual property',
  S9: 'indiscriminate weapons',
  S10: 'hate speech',
  S11: 'suicide and self-harm',
  S12: 'sexual content',
  S13: 'elections',
  S14: 'code interpreter abuse',
};

/**
 * Judgements of a guard's server, one for each text it was asked about: a chat completion whose text is a label,
 * `{"label", "score"}` or Llama Guard's `unsafe` and `S1,S2`; vLLM's `/classify` (`data[].label`, `.probs`); the
 * `/predict` of text-embeddings-inference (lists of `{label, score}`).
 * @throws where it is none of these: a guard that is not understood has not judged.
 */
export function readGuardAnswers(body: unknown): GuardAnswer[] {
  if (isRecord(body) && Array.isArray(body['choices'])) return [readText(chatText(body['choices']))];
  const list: unknown = isRecord(body) ? body['data'] : body;
  if (!Array.isArray(list) || list.length === 0) throw new Error('the answer of the guard is not understood');
  if (list.every((entry) => isRecord(entry) && typeof entry['score'] === 'number' && !isRecord(body)))
    return [readScores(list)];
  return list.map((entry) => (Array.isArray(entry) ? readScores(entry) : readLabel(entry)));
}

function chatText(choices: unknown[]): string {
  const choice = choices[0];
  const message = isRecord(choice) ? choice['message'] : undefined;
  const content = isRecord(message) ? message['content'] : undefined;
  if (typeof content !== 'string') throw new Error('the answer of the guard has no text');
  return content.trim();
}

function readText(text: string): GuardAnswer {
  if (text.startsWith('{')) return readLabel(JSON.parse(text) as unknown);
  const [label = '', codes = ''] = text.split('\n').map((line) => line.trim());
  const answer = judge(label, undefined);
  if (answer.score === 0) return answer;
  const named = codes
    .split(',')
    .map((code) => code.trim().toUpperCase())
    .flatMap((code) => hazards[code] ?? []);
  return named.length > 0 ? { ...answer, reasons: named } : answer;
}

function readLabel(entry: unknown): GuardAnswer {
  if (!isRecord(entry) || typeof entry['label'] !== 'string')
    throw new Error('the answer of the guard has no label');
  const { label, score, probs } = entry;
  const certainty =
    typeof score === 'number'
      ? score
      : Array.isArray(probs) && probs.every((share) => typeof share === 'number')
        ? Math.max(...(probs as number[]))
        : undefined;
  return judge(label as string, certainty);
}

/** All labels with their shares, of which those of an attack add up; or the winner alone. */
function readScores(entries: readonly unknown[]): GuardAnswer {
  const labels = entries.map((entry) => {
    if (!isRecord(entry) || typeof entry['label'] !== 'string' || typeof entry['score'] !== 'number')
      throw new Error('the answer of the guard has no label');
    return { label: entry['label'], score: entry['score'] };
  });
  const [first] = labels;
  if (first === undefined) throw new Error('the answer of the guard is empty');
  if (labels.length === 1) return judge(first.label, first.score);
  const bad = labels.filter(({ label }) => judge(label, undefined).score > 0);
  return {
    score: share(bad.reduce((sum, { score }) => sum + score, 0)),
    reasons: bad.map(({ label }) => label.toLowerCase()),
  };
}

/** Servers round; a share is never more than 1. */
const share = (score: number) => Math.min(1, Math.max(0, score));

function judge(label: string, certainty: number | undefined): GuardAnswer {
  if (badLabels.test(label)) return { score: share(certainty ?? 1), reasons: [label.toLowerCase()] };
  if (!goodLabels.test(label)) throw new Error('the label of the guard is not known');
  return { score: share(1 - (certainty ?? 1)), reasons: [] };
}
