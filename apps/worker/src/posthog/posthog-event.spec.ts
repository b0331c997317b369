import { requestRowFactory } from '@heliostat/stores/testing';
import { posthogEvent } from './posthog-event.js';

type Event = { distinct_id: string; properties: Record<string, unknown> } & Record<string, unknown>;

const sut = (row: Parameters<typeof requestRowFactory>[0] = {}) =>
  JSON.parse(posthogEvent(requestRowFactory(row), 'phc_a', Date.UTC(2026, 0, 31, 12))) as Event;

describe(posthogEvent.name, () => {
  it('IN-12: is a helicone_request with model, tokens, cost, latency and bodies', () => {
    const request_id = 'b1f5a9a4-6a0e-4a3c-9d0e-2f6f0f3f7a11';
    const event = sut({
      request_id,
      request_id_given: 'order 1',
      user_id: 'ann',
      model: 'gpt-4o-mini',
      provider: 'OPENAI',
      prompt_tokens: 10,
      completion_tokens: 8,
      cost: '6300',
      cost_known: true,
      latency: 250,
      time_to_first_token: 40,
      request_body: 'Hello!',
      response_body: 'Hi.',
      properties: { 'Helicone-Session-Id': 's1' },
    });
    expect(event).toMatchObject({
      api_key: 'phc_a',
      event: 'helicone_request',
      distinct_id: 'ann',
      uuid: request_id,
      timestamp: '2026-01-31T12:00:00.000Z',
      properties: {
        request_id: 'order 1',
        model: 'gpt-4o-mini',
        provider: 'OPENAI',
        status: 200,
        prompt_tokens: 10,
        completion_tokens: 8,
        total_tokens: 18,
        cost_usd: 0.0000063,
        latency_ms: 250,
        time_to_first_token_ms: 40,
        session_id: 's1',
        request_body: 'Hello!',
        response_body: 'Hi.',
      },
    });
    expect(event.properties).not.toHaveProperty('$process_person_profile');
  });

  it('IN-12: has no price and no sum of tokens where none is known', () => {
    const { properties } = sut({
      cost: '0',
      cost_known: false,
      prompt_tokens: null,
      completion_tokens: null,
    });
    expect(properties).toMatchObject({ cost_usd: null, total_tokens: null });
  });

  it('IN-12: makes no person of a call without a user', () => {
    const event = sut({ request_id_given: 'r'.repeat(256), user_id: '' });
    expect(event.distinct_id).toBe('r'.repeat(200));
    expect(event.properties).toMatchObject({ $process_person_profile: false });
  });

  it('IN-12: keeps custom properties apart from its own fields', () => {
    const { properties } = sut({
      model: 'gpt-4o-mini',
      properties: { model: 'mine', App: 'shop', 'Helicone-Sent-To-Posthog': 'true' },
    });
    expect(properties).toMatchObject({
      model: 'gpt-4o-mini',
      'Helicone-Property-model': 'mine',
      'Helicone-Property-App': 'shop',
    });
    expect(JSON.stringify(properties)).not.toContain('Sent-To-Posthog');
  });
});
