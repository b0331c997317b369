import { callHead, testCall } from '../testing/call.fixture.js';
import { createStreamUsageStage } from './stream-usage.stage.js';

function run(body: Record<string, unknown> | string, path?: string) {
  const call = testCall({ body, ...(path === undefined ? {} : { path }) });
  void createStreamUsageStage().run(call);
  return call;
}

describe(createStreamUsageStage.name, () => {
  it('is wanted where the header says so', () => {
    const sut = createStreamUsageStage();
    expect(sut.wanted(callHead({ features: { streamUsage: true } }))).toBe(true);
    expect(sut.wanted(callHead())).toBe(false);
  });

  it('asks a streamed chat completion for its usage and keeps other options', () => {
    const { json } = run({ stream: true, stream_options: { include_obfuscation: false } });
    expect(json).toEqual({
      stream: true,
      stream_options: { include_obfuscation: false, include_usage: true },
    });
  });

  it.each([
    ['no stream', { stream: false }, undefined],
    ['already asked', { stream: true, stream_options: { include_usage: true } }, undefined],
    ['no JSON object', '[1]', undefined],
    ['another path', { stream: true }, '/v1/responses'],
  ])('leaves the body as it came: %s', (_what, body, path) => {
    expect(run(body, path).bodyChanged).toBe(false);
  });
});
