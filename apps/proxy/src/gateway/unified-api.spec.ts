import { findUnifiedApi } from './unified-api.js';

describe(findUnifiedApi.name, () => {
  it.each([
    ['/v1/chat/completions', 'chat'],
    ['/chat/completions', 'chat'],
    ['/ai/v1/chat/completions/', 'chat'],
    ['/v1/gateway/ai/v1/responses?x=1', 'responses'],
    ['/responses', 'responses'],
    ['/v1/messages?beta=true', 'messages'],
    ['/v1/messages/count_tokens', 'count-tokens'],
    ['/v1/embeddings', 'embeddings'],
    ['/v1/models', 'models'],
    ['/v1/models/multimodal', 'multimodal-models'],
    ['/v1/models/gpt-4o', 'model'],
    ['/ai/v1/models/gpt-4o?x=1', 'model'],
  ])('knows %s (GW-01)', (path, api) => {
    expect(findUnifiedApi(path)).toBe(api);
  });

  it.each(['/', '/v1', '/v1/chat', '/v2/chat/completions', '/v1/messages/batches', '/constructor', '//'])(
    'does not know %s',
    (path) => {
      expect(findUnifiedApi(path)).toBeUndefined();
    },
  );
});
