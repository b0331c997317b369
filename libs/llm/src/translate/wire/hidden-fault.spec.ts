import { hiddenFault } from './hidden-fault.js';

describe(hiddenFault.name, () => {
  it.each<[string, unknown, number]>([
    ['a number as its code', { error: { message: 'slow down', code: 429 } }, 429],
    ['a number as text', { error: { message: 'slow down', code: '503' } }, 503],
    ['a number beside it', { error: 'no such model', status: 404 }, 404],
    ['a name of OpenAI’s', { error: { type: 'requests', code: 'rate_limit_exceeded' } }, 429],
    ['a name of Anthropic’s', { type: 'error', error: { type: 'overloaded_error', message: 'full' } }, 529],
    ['a name of Google’s', { error: { code: 0, status: 'RESOURCE_EXHAUSTED' } }, 429],
    ['nothing to go by', { error: { message: 'boom', type: 'server_error' } }, 502],
    ['words alone', { error: 'boom' }, 502],
    ['choices that say nothing', { error: { code: 429 }, choices: [{ finish_reason: 'error' }] }, 429],
    ['a name that every object has', { error: { message: 'boom', code: 'constructor' } }, 502],
    ['no choices', { error: { message: 'boom' }, choices: [] }, 502],
  ])('reads the status of an error with %s', (_what, body, status) => {
    expect(hiddenFault(body)).toEqual({ status });
  });

  it.each<[string, unknown]>([
    ['a reply', { choices: [{ message: { content: 'hi' } }] }],
    ['a reply with a remark', { error: { message: 'odd' }, choices: [{ message: { content: 'hi' } }] }],
    ['a response without an error', { object: 'response', error: null, output: [] }],
    ['a response that failed by its own account', { error: { code: 'x' }, output: [{ type: 'message' }] }],
    ['an empty error', { error: '' }],
    ['an array', [{ error: {} }]],
    ['nothing', null],
  ])('leaves %s alone', (_what, body) => {
    expect(hiddenFault(body)).toBeUndefined();
  });
});
