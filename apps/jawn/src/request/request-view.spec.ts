import { requestRowFactory } from '@heliostat/stores/testing';
import { type StoredRow } from './request.repository.js';
import { heliconeRequestSchema } from './request.schema.js';
import { toHeliconeRequest } from './request-view.js';

const sut = (overrides: Partial<StoredRow> = {}) =>
  toHeliconeRequest({ ...requestRowFactory(), cost: 0, cost_saved: 0, ...overrides }, null);

describe(toHeliconeRequest.name, () => {
  it('shows a reply from the cache: whose it was, that it cost nothing, and what that saved (CA-01, CA-07)', () => {
    const id = '0190a0b0-0000-7000-8000-00000000cafe';
    expect(
      sut({ cache_enabled: true, cache_reference_id: id, cost_saved: 6300, time_saved: 1480 }),
    ).toMatchObject({
      cache_enabled: true,
      cache_reference_id: id,
      cost: 0,
      cost_saved: 0.0000063,
      time_saved: 1480,
    });
  });

  it('was updated when its call ended, or when it was edited since', () => {
    const row = {
      request_created_at: '2026-06-01 12:00:00.000',
      response_created_at: '2026-06-01 12:00:07.000',
      updated_at: '2026-06-01 12:00:00.000',
    };
    expect(sut(row).updated_at).toBe('2026-06-01T12:00:07.000Z');
    expect(sut({ ...row, updated_at: '2026-06-01 12:30:00.000' }).updated_at).toBe(
      '2026-06-01T12:30:00.000Z',
    );
  });

  it('shows what the gateway did for the call', () => {
    const attempts = [
      { provider: 'openai', status: 429, latencyMs: 3 },
      { provider: 'azure', status: 200, latencyMs: 9 },
    ];
    const shown = sut({
      threat: false,
      is_passthrough_billing: true,
      ai_gateway_body_mapping: 'RESPONSES',
      prompt_environment: 'staging',
      prompt_inputs: '{"name":"Ada"}',
      attempts: JSON.stringify(attempts),
    });

    expect(shown).toMatchObject({
      threat: false,
      is_passthrough_billing: true,
      ai_gateway_body_mapping: 'RESPONSES',
      prompt_environment: 'staging',
      prompt_inputs: { name: 'Ada' },
      attempts,
    });
    expect(heliconeRequestSchema.parse(shown)).toMatchObject({ attempts });
  });

  it('shows nothing of it for a call that only passed through', () => {
    expect(sut()).toMatchObject({
      cache_enabled: false,
      cache_reference_id: null,
      cost_saved: null,
      time_saved: null,
      threat: null,
      prompt_inputs: null,
      attempts: null,
    });
  });

  it('shows a reply in plain words, unless its preview may be cut (LG-04)', () => {
    const request_body = '{"model":"m","prompt":"A joke"}';
    const of = (response_body: string) => sut({ request_body, response_body }).llmSchema;

    expect(of('To get to the other side!')?.response?.messages).toMatchObject([
      { role: 'assistant', content: 'To get to the other side!' },
    ]);
    expect(of('x'.repeat(16_384))).toBeNull();
  });

  it('shows the details of a tool (LG-07)', () => {
    const request_body = '{"_type":"tool","toolName":"calculator","input":"2 + 2"}';
    const shown = sut({ request_body, response_body: '{"result":4}' });

    expect(shown.llmSchema).toMatchObject({
      request: { toolDetails: { toolName: 'calculator' } },
      response: { toolDetailsResponse: { toolName: 'calculator', status: 'success' } },
    });
    expect(heliconeRequestSchema.safeParse(shown).success).toBe(true);
  });
});
