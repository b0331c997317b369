import { guardServer } from '../../testing/guard-server.fixture.js';
import { createEndpointDetector as sut } from './endpoint-detector.driver.js';

/** Whole answers of the servers that docs/guide/guards.md has recipes for, as they print them. */
const usage = { prompt_tokens: 210, completion_tokens: 5, total_tokens: 215 };
const completion = (content: string) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_790_000_000,
  model: 'meta-llama/Llama-Guard-3-8B',
  choices: [{ index: 0, message: { role: 'assistant', content }, logprobs: null, finish_reason: 'stop' }],
  usage,
});
const embeddingsInference = (attack: number) => [
  { score: Math.max(attack, 1 - attack), label: attack > 0.5 ? 'LABEL_1' : 'LABEL_0' },
  { score: Math.min(attack, 1 - attack), label: attack > 0.5 ? 'LABEL_0' : 'LABEL_1' },
];
const classify = (label: string, probs: number[]) => ({
  id: 'classify-1',
  object: 'list',
  created: 1_790_000_000,
  model: 'guard',
  data: [{ index: 0, label, probs, num_classes: probs.length }],
  usage,
});

async function judge(path: string, body: unknown, text = 'hello') {
  const server = await guardServer(() => ({ body }));
  const detector = sut({
    url: server.url + path,
    model: 'guard',
    timeoutMs: 60_000,
    threshold: 0.5,
    stretch: 1_800,
  });
  return { verdict: await detector.check([text]), asked: server.asked };
}

describe(sut.name, () => {
  it.each([
    ['text-embeddings-inference', '/predict', embeddingsInference(0.998), true],
    ['text-embeddings-inference', '/predict', embeddingsInference(0.002), false],
    ['vLLM, a classifier', '/classify', classify('INJECTION', [0.01, 0.99]), true],
    ['vLLM, a classifier', '/classify', classify('SAFE', [0.97, 0.03]), false],
    ['vLLM, Llama Guard', '/v1', completion('\n\nunsafe\nS2'), true],
    ['vLLM, Llama Guard', '', completion('\n\nsafe'), false],
    ['llama.cpp, Llama Guard', '/v1', { ...completion('unsafe\nS1,S9'), timings: { predicted_n: 5 } }, true],
    ['llama.cpp, Llama Guard', '/v1', { ...completion('safe'), timings: { predicted_n: 2 } }, false],
  ])('reads the answer of %s at %s (SE-01, SE-02)', async (_server, path, body, threat) => {
    expect((await judge(path, body)).verdict.threat).toBe(threat);
  });

  it('asks about a long message in stretches of what the model reads, from its beginning and its end', async () => {
    const { asked } = await judge('/predict', embeddingsInference(0.002), 'a'.repeat(1_800 * 20) + 'z');
    const inputs = asked.map(({ body }) => body['inputs'] as string);
    expect(inputs.every((text) => text.length <= 1_800)).toBe(true);
    expect(inputs).toContain('z');
  });
});
