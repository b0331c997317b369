import { useGateway } from '../testing/use-gateway.js';
import { testKey } from '../testing/proxy.fixture.js';

describe('headers of prompts that are kept in code', () => {
  const { ask, providers, record } = useGateway();
  const send = async (headers: Record<string, string>) => {
    const path = '/oai/v1/chat/completions';
    const auth = { 'helicone-auth': `Bearer ${testKey}`, authorization: 'Bearer sk-x' };
    await (await ask({ model: 'gpt-4o-mini' }, { path, headers: { ...auth, ...headers } })).text();
    return record().meta;
  };

  it('tie the row to the prompt and its version, and reach no provider (PL-07, H-20, H-21)', async () => {
    const meta = await send({
      'Helicone-Prompt-Id': 'this is the first prompt',
      'Helicone-Prompt-Version': '2',
      'Helicone-Prompt-Name': 'First',
      'Helicone-Prompt-Mode': 'testing',
    });
    expect(meta).toMatchObject({ promptId: 'this is the first prompt', promptVersion: '2' });
    expect(meta.properties).toMatchObject({ 'Helicone-Prompt-Mode': 'testing' });
    expect(
      Object.keys(providers.openai.calls[0]!.headers).filter((name) => name.startsWith('helicone')),
    ).toEqual([]);
  });

  it('leave the row alone where the mode is deactivated', async () => {
    const meta = await send({ 'Helicone-Prompt-Id': 'story', 'Helicone-Prompt-Mode': 'deactivated' });
    expect(meta.promptId).toBeUndefined();
    expect(meta.properties).toMatchObject({ 'Helicone-Prompt-Mode': 'deactivated' });
  });
});
