import { requestUuid } from './request-uuid.js';

describe(requestUuid.name, () => {
  const organization = '11111111-1111-4111-8111-111111111111';

  it('keeps UUIDs, in lower case', () => {
    expect(requestUuid(organization, '0190ABCD-0000-7000-8000-00000000000F')).toBe(
      '0190abcd-0000-7000-8000-00000000000f',
    );
  });

  it('maps other ids to one version 5 UUID (RQ-13)', () => {
    const id = requestUuid(organization, 'my-request');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(requestUuid(organization, 'my-request')).toBe(id);
  });

  it('tells organisations and ids apart', () => {
    const other = '22222222-2222-4222-8222-222222222222';
    const ids = [requestUuid(organization, 'a'), requestUuid(organization, 'b'), requestUuid(other, 'a')];
    expect(new Set(ids).size).toBe(3);
  });

  it('agrees with the standard on its example', () => {
    expect(requestUuid('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });
});
