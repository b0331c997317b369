import { readRequestHeaders } from './request-headers.js';

describe('headers that are kept as properties', () => {
  it.each([
    ['Helicone-Session-Id', 'Helicone-Session-Id', 'PP-05'],
    ['helicone-session-path', 'Helicone-Session-Path', 'PP-05'],
    ['Helicone-Prompt-Id', 'Helicone-Prompt-Id', 'PL-07'],
    ['Helicone-Prompt-Name', 'Helicone-Prompt-Name', 'H-21'],
    ['Helicone-Prompt-Version', 'Helicone-Prompt-Version', 'PL-07'],
    ['Helicone-Prompt-Mode', 'Helicone-Prompt-Mode', 'PL-07'],
    ['Helicone-Prompt-Format', 'Helicone-Prompt-Format', 'PL-07'],
    ['Helicone-Experiment-Id', 'Helicone-Experiment-Id', 'experiments'],
    ['Helicone-Experiment-Column-Id', 'Helicone-Experiment-Column-Id', 'experiments'],
    ['Helicone-Experiment-Row-Index', 'Helicone-Experiment-Row-Index', 'experiments'],
  ])('%s becomes %s and goes to no provider (%s)', (header, property) => {
    const sut = readRequestHeaders([header, 'Z%C3%BCrich']);
    expect({ ...sut.properties }).toEqual({ [property]: 'Zürich' });
    expect([sut.upstream, sut.features]).toEqual([[], undefined]);
  });

  it('x-stripe-customer-id becomes stripe_customer_id, and goes on as it came', () => {
    const sut = readRequestHeaders(['X-Stripe-Customer-Id', 'cus_1']);
    expect({ ...sut.properties }).toEqual({ stripe_customer_id: 'cus_1' });
    expect(sut.upstream).toEqual(['X-Stripe-Customer-Id', 'cus_1']);
  });

  it('reads the prompt and its version apart from the properties, too (H-20)', () => {
    const sut = readRequestHeaders(['Helicone-Prompt-Id', 'story', 'Helicone-Prompt-Version', '3']);
    expect([sut.promptId, sut.promptVersion, sut.promptDeactivated]).toEqual(['story', '3', false]);
  });
});

describe('headers that no provider is to see', () => {
  it.each([
    'OPENAI_API_KEY',
    'Azure_Api_Key',
    'AZURE_REGION',
    'AZURE_PROJECT',
    'AZURE_LOCATION',
    'GOOGLE_VERTEXAI_API_KEY',
    'Helicone-JWT',
    'Helicone-Org-Id',
    'Helicone-Webhook-Enabled',
    'Helicone-Lytix-Key',
    'Helicone-Lytix-Host',
    'Helicone-Manual-Access-Key',
    'Helicone-Node-Id',
    '__helicone-mock-response',
    '__helicone-anything',
  ])('%s stays here (H-13)', (name) => {
    const sut = readRequestHeaders([name, 'secret', 'X-Own', '1']);
    expect(sut.upstream).toEqual(['X-Own', '1']);
    expect([sut.properties, sut.fault]).toEqual([undefined, undefined]);
  });

  it('lets QStash have what is for QStash', () => {
    const raw = ['Upstash-Callback', 'https://app.example/done'];
    expect(readRequestHeaders(raw).upstream).toEqual(raw);
  });
});

describe('Helicone-Gateway-Body-Mapping', () => {
  it.each([
    ['RESPONSES', 'RESPONSES'],
    [' no_mapping ', 'NO_MAPPING'],
    ['openai', 'OPENAI'],
    ['', undefined],
  ])('reads "%s"', (value, mapping) => {
    const sut = readRequestHeaders(['Helicone-Gateway-Body-Mapping', value]);
    expect([sut.bodyMapping, sut.fault]).toEqual([mapping, undefined]);
  });

  it('names what it may be', () => {
    const { fault } = readRequestHeaders(['Helicone-Gateway-Body-Mapping', 'GEMINI']);
    expect(fault).toMatchObject({
      status: 400,
      message: 'The header Helicone-Gateway-Body-Mapping must be one of OPENAI, RESPONSES, NO_MAPPING.',
    });
  });
});
