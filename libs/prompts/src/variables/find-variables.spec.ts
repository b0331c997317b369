import { findVariables } from './find-variables.js';

describe(findVariables.name, () => {
  it('lists each variable once, in keys, schemas and messages, in their order', () => {
    const saved = {
      messages: [{ role: 'user', content: '{{hc:name:string}} {{hc:age:number}} {{hc:name:string}}' }],
      tools: [{ '{{hc:field:string}}': { enum: '{{hc:values:array}}' } }],
    };
    expect(findVariables(saved)).toEqual([
      { name: 'name', type: 'string' },
      { name: 'age', type: 'number' },
      { name: 'field', type: 'string' },
      { name: 'values', type: 'array' },
    ]);
  });
});
