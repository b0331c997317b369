import { promptLinkKey, readPromptLink, signPromptLink } from './prompt-link.js';

const key = promptLinkKey('a secret of the tests');
const link = {
  organizationId: 'b0000000-0000-4000-8000-000000000001',
  versionId: 'b0000000-0000-4000-8000-000000000002',
};
const token = signPromptLink(key, link, 10_000);

describe(readPromptLink.name, () => {
  it('reads its own link until it expires', () => {
    expect(readPromptLink(key, token, 9_999)).toEqual(link);
    expect(readPromptLink(key, token, 10_000)).toBe('expired');
  });

  it('refuses a link that was changed, signed with another secret or is no link', () => {
    const [payload = '', mac] = token.split('.');
    const other = Buffer.from(payload, 'base64url').toString().replace('0002', '0003');
    const forged = [
      `${Buffer.from(other).toString('base64url')}.${mac}`,
      signPromptLink(promptLinkKey('another'), link, 10_000),
      payload,
      `${token}.x`,
      '',
      'x'.repeat(2000),
    ];
    expect(forged.map((text) => readPromptLink(key, text, 0))).toEqual([null, null, null, null, null, null]);
  });
});
