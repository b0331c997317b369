import { execFileSync } from 'node:child_process';
import { requestRow } from '../request.factory';
import { buildCurl } from './curl';

const proxy = 'http://localhost:8787/';

/** The words that a shell makes of the command, with `curl` replaced. */
const shellWords = (command: string) =>
  execFileSync('sh', ['-c', command.replace(/^curl/, `printf '%s\\0'`)], {
    env: { OPENAI_API_KEY: 'provider-key', ANTHROPIC_API_KEY: 'other-key', HELIOSTAT_API_KEY: 'our-key' },
    encoding: 'utf8',
  })
    .split('\0')
    .slice(0, -1);

describe('buildCurl', () => {
  it('goes through the proxy’s door with both keys from the environment', () => {
    const words = shellWords(buildCurl(requestRow(), proxy));
    expect(words[0]).toBe('http://localhost:8787/oai/v1/chat/completions');
    expect(words).toContain('Authorization: Bearer provider-key');
    expect(words).toContain('Helicone-Auth: Bearer our-key');
  });

  it('holds no key itself', () => {
    expect(buildCurl(requestRow(), proxy)).toContain('$HELIOSTAT_API_KEY');
  });

  it('keeps the body whole through quotes, dollars and line ends', () => {
    const body = { messages: [{ role: 'user', content: `it's $HOME "quoted" \`cmd\` \\ end\nnext` }] };
    const words = shellWords(buildCurl(requestRow({ request_body: body }), proxy));
    expect(JSON.parse(words.at(-1)!)).toEqual(body);
  });

  it('cannot be made to run a command by a user id or a property', () => {
    const row = requestRow({ request_user_id: `'; echo hacked; '`, properties: { env: '$(echo hacked)' } });
    const words = shellWords(buildCurl(row, proxy));
    expect(words).toContain(`Helicone-User-Id: '; echo hacked; '`);
    expect(words).toContain('Helicone-Property-env: $(echo hacked)');
  });

  it('speaks Anthropic’s headers at Anthropic’s door', () => {
    const words = shellWords(
      buildCurl(requestRow({ provider: 'ANTHROPIC', request_path: '/v1/messages' }), proxy),
    );
    expect(words[0]).toBe('http://localhost:8787/anthropic/v1/messages');
    expect(words).toContain('x-api-key: other-key');
  });

  it('names the target of a custom provider', () => {
    const row = requestRow({ provider: 'CUSTOM', target_url: 'http://10.0.0.7:8000/v1/chat/completions' });
    const words = shellWords(buildCurl(row, proxy));
    expect(words[0]).toBe('http://localhost:8787/gateway/v1/chat/completions');
    expect(words).toContain('Helicone-Target-Url: http://10.0.0.7:8000');
  });

  it('sends the session as its header, not as a property', () => {
    const words = shellWords(buildCurl(requestRow({ properties: { 'Helicone-Session-Id': 's-1' } }), proxy));
    expect(words).toContain('Helicone-Session-Id: s-1');
  });

  it('leaves the body out where none was kept', () => {
    expect(buildCurl(requestRow({ request_body: null }), proxy)).not.toContain('-d ');
  });

  it('asks the unified API again with one key, whoever answered (GW-01)', () => {
    const row = requestRow({ ai_gateway_body_mapping: 'OPENAI', provider: 'AZURE' });
    const words = shellWords(buildCurl(row, proxy));
    expect(words[0]).toBe('http://localhost:8787/v1/chat/completions');
    expect(words).toContain('Authorization: Bearer our-key');
    expect(words.filter((word) => /key/.test(word))).toHaveLength(1);
  });
});
