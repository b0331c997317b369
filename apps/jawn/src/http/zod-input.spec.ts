import { z } from 'zod';
import { invalidInput, routeInputs, ZodBody, ZodParam } from './zod-input.js';

const schema = z.object({ name: z.string(), deep: z.object({ list: z.array(z.number()) }).optional() });

function fault(value: unknown): string {
  const { error } = schema.safeParse(value);
  return error ? invalidInput(error).message : '';
}

describe(invalidInput.name, () => {
  it('names the place of each fault, however deep', () => {
    expect(fault({ deep: { list: ['x'] } })).toMatch(/^name: .*; deep\.list\.0: .*number/);
  });

  it('does not repeat the value', () => {
    expect(fault({ name: { hunter2: 1 } })).not.toMatch(/hunter2/);
  });

  it('names at most five faults', () => {
    expect(fault({ name: 'x', deep: { list: Array(100).fill('x') } }).split(';')).toHaveLength(5);
  });
});

describe(ZodBody.name, () => {
  it('tells the document what it checks', () => {
    class Routes {
      change(@ZodParam('id', z.uuid()) _id: string, @ZodBody(schema) _body: object) {}
    }
    expect(routeInputs(Routes.prototype, 'change').body).toBe(schema);
    expect(Object.keys(routeInputs(Routes.prototype, 'change').params)).toEqual(['id']);
  });
});
