import fc from 'fast-check';
import { assemblePrompt } from './assemble-prompt.js';

const system = (content: string) => ({ role: 'system', content });
const user = (content: string) => ({ role: 'user', content });
const bodyOf = (saved: object, call: object) => {
  const { body, errors } = assemblePrompt(saved as never, call as never);
  if (!body) throw new Error(JSON.stringify(errors));
  return body;
};
const errorsOf = (saved: object, call: object) =>
  assemblePrompt(saved as never, call as never).errors?.map(({ message }) => message) ?? [];
/** What a message with one template becomes. */
const filled = (content: string, inputs: object) =>
  (bodyOf({ messages: [user(content)] }, { inputs }).messages as { content: unknown }[])[0]!.content;

describe(assemblePrompt.name, () => {
  it('compiles the example of the page: parameters override, messages are appended (PR-03, PR-04)', () => {
    const saved = {
      model: 'gpt-4o-mini',
      temperature: 0.6,
      max_tokens: 1000,
      messages: [
        system('You help customers of {{hc:company:string}}.'),
        user('Hello, I need help with my account.'),
      ],
    };
    const call = {
      prompt_id: 'abc123',
      version_id: 'v',
      environment: 'staging',
      temperature: 0.4,
      inputs: { company: 'Acme Corp' },
      messages: [user('I want to cancel.')],
    };
    expect(bodyOf(saved, call)).toEqual({
      model: 'gpt-4o-mini',
      temperature: 0.4,
      max_tokens: 1000,
      messages: [
        system('You help customers of Acme Corp.'),
        user('Hello, I need help with my account.'),
        user('I want to cancel.'),
      ],
    });
  });

  it('keeps the type of what stands alone in a schema and writes the rest as text (PR-06)', () => {
    const schema = {
      properties: {
        tools_used: { items: { type: 'string', enum: '{{hc:tools:array}}' } },
        '{{hc:field:string}}': {
          description: 'For {{hc:name:string}} users',
          minimum: '{{hc:least:number}}',
        },
        strict: '{{hc:strict:boolean}}',
      },
    };
    const call = {
      inputs: { tools: ['search', 'weather'], field: 'tier', name: 'premium', least: '25', strict: 'yes' },
    };
    const saved = { messages: [user('Hi')], response_format: { json_schema: { schema } } };
    expect(bodyOf(saved, call).response_format).toEqual({
      json_schema: {
        schema: {
          properties: {
            tools_used: { items: { type: 'string', enum: ['search', 'weather'] } },
            tier: { description: 'For premium users', minimum: 25 },
            strict: true,
          },
        },
      },
    });
  });

  it('puts tools of the prompt before those of the call, variables filled in both', () => {
    const tool = (name: string) => ({ type: 'function', function: { name } });
    const saved = { messages: [user('Hi')], tools: [tool('{{hc:first:string}}')] };
    const call = { inputs: { first: 'search', second: 'book' }, tools: [tool('{{hc:second:string}}')] };
    expect(bodyOf(saved, call).tools).toEqual([tool('search'), tool('book')]);
    expect(bodyOf({ messages: [user('Hi')] }, {})).not.toHaveProperty('tools');
  });

  it('fills variables in the messages of the call as well, and in parts of a message', () => {
    const parts = [
      { type: 'text', text: 'Hi {{hc:name:string}}' },
      { type: 'image_url', image_url: { url: 'x' } },
    ];
    const call = { inputs: { name: 'Ada' }, messages: [{ role: 'user', content: parts }] };
    expect(bodyOf({ messages: [user('{{hc:name:string}}?')] }, call).messages).toEqual([
      user('Ada?'),
      { role: 'user', content: [{ type: 'text', text: 'Hi Ada' }, parts[1]] },
    ]);
  });

  it.each([
    ['{{hc:n:number}}', 0, '0'],
    ['{{hc:n:boolean}}', false, 'false'],
    ['<{{hc:n:string}}>', '', '<>'],
    ['{{hc:n:number}}', '3.14', '3.14'],
    ['{{hc:n:number}}', '-10', '-10'],
    ['{{hc:n:boolean}}', 'No', 'No'],
    ['{{hc:n:person}}', { age: 1 }, '{"age":1}'],
    ['{{ hc:n:string }}', 'x', 'x'],
  ])('fills %s with %j (PR-05)', (template, n, expected) => {
    expect(filled(template, { n })).toBe(expected);
  });

  it.each([
    ['number', 'abc', /^"age" must be a number; inputs hold "abc"$/],
    ['number', '', /must be a number/],
    ['number', undefined, /must be a number; inputs hold nothing/],
    ['number', true, /must be a number/],
    ['boolean', 'maybe', /^"age" must be a boolean: true, false, "yes" or "no"; inputs hold "maybe"$/],
    ['boolean', 1, /must be a boolean/],
  ])('says what is wrong with a %s that is %j (PR-05)', (type, age, expected) => {
    const errors = errorsOf(
      { messages: [user(`{{hc:age:${type}}} {{hc:age:${type}}}`)] },
      { inputs: { age } },
    );
    expect(errors).toEqual([expect.stringMatching(expected)]);
  });

  it.each(['{{ hc : name : string }}', '{{hc: name:string}}', '{{\nhc:name:string\n}}'])(
    "fills %j, as the SDK does: white space may stand around a tag's words (PR-05, PR-11)",
    (tag) => {
      expect(filled(`Dear ${tag}`, { name: 'Ada' })).toBe('Dear Ada');
    },
  );

  it('leaves a text without an input as it is, and refuses a schema without one', () => {
    expect(filled('Hi {{hc:name:string}}', {})).toBe('Hi {{hc:name:string}}');
    const saved = { messages: [user('Hi')], tools: [{ enum: '{{hc:names:array}}' }] };
    expect(errorsOf(saved, {})).toEqual(['"names" has no value: add it to inputs']);
  });

  it('needs no inputs for what the call overrides', () => {
    const saved = { messages: [user('Hi')], response_format: { schema: '{{hc:schema:json}}' } };
    expect(bodyOf(saved, { response_format: { type: 'text' } }).response_format).toEqual({ type: 'text' });
  });

  it('refuses a key that would be no text, and two keys that would be one', () => {
    const saved = (keys: object) => ({ messages: [user('Hi')], metadata: keys });
    expect(errorsOf(saved({ '{{hc:key:string}}': 1 }), { inputs: { key: ['a'] } })).toEqual([
      expect.stringMatching(/"key" stands in a key/),
    ]);
    expect(errorsOf(saved({ a: 1, '{{hc:key:string}}': 1 }), { inputs: { key: 'a' } })).toEqual([
      expect.stringMatching(/two keys/),
    ]);
  });

  it('asks for messages where neither the prompt nor the call has any (PR-04)', () => {
    expect(errorsOf({ model: 'm' }, {})).toEqual([expect.stringMatching(/add messages to the request/)]);
  });

  it.each([
    ['inputs', 'x'],
    ['messages', {}],
    ['tools', 'x'],
  ])('refuses %s of another shape', (name, value) => {
    expect(errorsOf({ messages: [user('Hi')] }, { [name]: value })).toEqual([
      expect.stringMatching(`^${name} must be`),
    ]);
  });

  it('takes no input from an object that all objects have', () => {
    expect(filled('{{hc:constructor:string}}{{hc:__proto__:string}}', {})).toBe(
      '{{hc:constructor:string}}{{hc:__proto__:string}}',
    );
  });

  it('stops before a small prompt with large inputs fills the memory', () => {
    const saved = { messages: [user('{{hc:big:string}}'.repeat(100))] };
    expect(errorsOf(saved, { inputs: { big: 'x'.repeat(1024 * 1024) } })).toEqual([
      expect.stringMatching(/longer than 32 MB/),
    ]);
  });

  it('stops at a nesting that would break the stack', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    expect(errorsOf({ messages: [user('Hi')], stop: deep }, {})).toEqual([
      expect.stringMatching(/nests deeper/),
    ]);
  });

  it('puts every text into a message as it is: nothing that an input says is a template', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.constantFrom('{{hc:a:string}}', '{{hc:b:string}}', '$&', "$'", '{{hcp:abc123:0}}'),
        ),
        fc.string(),
        (a, b) => {
          expect(filled('[{{hc:a:string}}|{{hc:b:string}}|{{hc:a:string}}]', { a, b })).toBe(
            `[${a}|${b}|${a}]`,
          );
        },
      ),
    );
  });

  it('puts every JSON value into a schema as it is, and leaves what has no variables alone', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (input, plain) => {
        fc.pre(!JSON.stringify(plain).includes('{{'));
        const saved = { messages: [user('Hi')], tools: [{ enum: '{{hc:it:any}}' }, plain] };
        const tools = bodyOf(saved, { inputs: { it: input } }).tools;
        expect(JSON.stringify(tools)).toBe(JSON.stringify([{ enum: input }, plain]));
      }),
    );
  });

  it('answers any call with a body or with errors, and changes neither prompt nor call', () => {
    const template = fc.oneof(
      fc.string(),
      fc.constantFrom('{{hc:a:number}}', 'x{{hc:b:string}}', '{{hcp:a:0}}'),
    );
    const json = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 3 }, template, fc.integer(), fc.constant(null), tie('list'), tie('map')),
      list: fc.array(tie('value'), { maxLength: 3 }),
      map: fc.dictionary(template, tie('value'), { maxKeys: 3 }),
    })).value;
    const body = fc.record(
      { messages: json, tools: json, response_format: json, inputs: json, model: template },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(body, body, (saved, call) => {
        const before = JSON.stringify([saved, call]);
        const { body, errors } = assemblePrompt(saved, call);
        expect(body === undefined).toBe(errors !== undefined);
        expect(JSON.stringify([saved, call])).toBe(before);
      }),
    );
  });
});
