import { requestRow } from '../request.factory';
import { conversationOf } from './conversation';
import { eventOf, hasNoAddress } from './event-facts';

describe('eventOf', () => {
  it.each([
    ['toolDetails', 'toolDetailsResponse', { _type: 'tool', toolName: 'calculator' }, 'Tool: calculator'],
    [
      'vectorDBDetails',
      'vectorDBDetailsResponse',
      { _type: 'vector_db', operation: 'search' },
      'Vector database: search',
    ],
    ['dataDetails', 'dataDetailsResponse', { _type: 'data', name: 'user_query' }, 'Data: user_query'],
  ])('names the event in %s and has both sides of it', (asked, answered, details, title) => {
    const llmSchema = { request: { [asked]: details }, response: { [answered]: { status: 'success' } } };

    expect(eventOf(requestRow({ llmSchema }))).toEqual({
      title,
      asked: details,
      answered: { status: 'success' },
    });
  });

  it("has none for a model's call", () => {
    expect(eventOf(requestRow({ llmSchema: { request: { messages: [] }, response: null } }))).toBeUndefined();
  });
});

describe('conversationOf a prompt that was answered in plain words', () => {
  it('shows both', () => {
    const llmSchema = {
      request: { prompt: 'A joke' },
      response: { messages: [{ _type: 'message' as const, role: 'assistant', content: 'No' }] },
    };
    const { messages, firstAnswer } = conversationOf(requestRow({ llmSchema }));

    expect(messages.map(({ content }) => content)).toEqual(['A joke', 'No']);
    expect(firstAnswer).toBe(1);
  });
});

describe('hasNoAddress', () => {
  it.each([
    ['custom-model-nopath', true],
    ['/v1/chat/completions', false],
    ['https://api.openai.com/v1/models', false],
    ['', false],
  ])('tells %j', (path, expected) => {
    expect(hasNoAddress(requestRow({ request_path: path }))).toBe(expected);
  });
});
