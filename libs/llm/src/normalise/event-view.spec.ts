import { toLlmSchema } from './to-llm-schema.js';

const at = '2026-01-31T12:00:00.000Z';
const sut = (requestJson: unknown, responseJson?: unknown, status = 200) =>
  toLlmSchema({ provider: 'CUSTOM', requestJson, responseJson, status, at });

describe('the view of an event that no model answered', () => {
  it('shows a tool, what it was given and what it gave back (LG-07)', () => {
    const asked = {
      _type: 'tool',
      toolName: 'calculator',
      input: { expression: '2 + 2' },
      metadata: { a: 1 },
    };
    const { request, response } = sut(asked, { result: 4 });

    expect(request['toolDetails']).toEqual(asked);
    expect(response?.['toolDetailsResponse']).toEqual({
      _type: 'tool',
      toolName: 'calculator',
      tips: [],
      status: 'success',
      message: '{"result":4}',
      metadata: { timestamp: at },
      result: 4,
    });
  });

  it('shows a search in a vector database, whose reply may be a list (LG-08)', () => {
    const asked = {
      _type: 'vector_db',
      operation: 'search',
      text: 'pasta',
      topK: 3,
      databaseName: 'recipes',
    };
    const { request, response } = sut(asked, [{ id: '1', score: 0.95 }]);

    expect(request['vectorDBDetails']).toEqual(asked);
    expect(response?.['vectorDBDetailsResponse']).toMatchObject({
      _type: 'vector_db',
      status: 'success',
      message: '[{"id":"1","score":0.95}]',
    });
  });

  it('keeps what the reply says about itself (LG-08, LG-09)', () => {
    const reply = {
      status: 'partial',
      message: 'two of three',
      actualSimilarity: 0.9,
      metadata: { timestamp: 'then', destination: 'x' },
    };
    const { response } = sut({ _type: 'data', name: 'user_query', query: 'SELECT 1' }, reply);

    expect(response?.['dataDetailsResponse']).toEqual({ ...reply, _type: 'data', name: 'user_query' });
  });

  it('says that an event failed, in its own words', () => {
    const { response } = sut({ _type: 'tool', toolName: 't' }, 'Error: no', 500);

    expect(response?.['toolDetailsResponse']).toMatchObject({ status: 'error', message: 'Error: no' });
    expect(response?.error).toBeDefined();
  });

  it('leaves calls of a model alone', () => {
    const { request, response } = sut({ model: 'm', prompt: 'Tell me a joke' }, { text: 'No' });

    expect([request, response].flatMap((view) => Object.keys(view ?? {}))).not.toContain('toolDetails');
    expect(request.prompt).toBe('Tell me a joke');
  });

  it('shows a reply in plain words as a message (LG-04)', () => {
    expect(
      sut({ model: 'm', prompt: 'Tell me a joke' }, 'To get to the other side!').response?.messages,
    ).toEqual([{ _type: 'message', role: 'assistant', content: 'To get to the other side!' }]);
  });
});
