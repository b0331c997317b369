import { filterNodeSchema } from '@heliostat/contracts';
import {
  allOf,
  anyOf,
  countRules,
  describeRule,
  isComplete,
  packExpression,
  searchNode,
  toFilterNode,
  unpackExpression,
  withRule,
  type FilterRule,
} from './filter-expression';

const rule = (field: string, operator: string, value: string, key?: string): FilterRule => ({
  field,
  operator,
  value,
  ...(key && { key }),
});
const model = rule('model', 'equals', 'gpt-4o');
const modelNode = { request_response_rmt: { model: { equals: 'gpt-4o' } } };
const status = rule('status', 'gte', '400');
const statusNode = { request_response_rmt: { status: { gte: 400 } } };

describe('toFilterNode', () => {
  it('matches everything without rules', () => {
    expect(toFilterNode([])).toBe('all');
    expect(toFilterNode([[rule('model', 'equals', ' ')]])).toBe('all');
  });

  it('writes one rule as one leaf', () => {
    expect(toFilterNode([[model]])).toEqual(modelNode);
  });

  it('joins the rules of a group by “and” and groups by “or”', () => {
    expect(toFilterNode([[model, status], [status]])).toEqual({
      left: { left: modelNode, operator: 'and', right: statusNode },
      operator: 'or',
      right: statusNode,
    });
  });

  it('leaves out half-typed rows and groups that have nothing else', () => {
    expect(toFilterNode([[model, rule('latency', 'gt', 'fast')], [rule('user', 'equals', '')]])).toEqual(
      modelNode,
    );
  });

  it('sends numbers as numbers, in the unit that was typed', () => {
    expect(toFilterNode([[rule('cost', 'gt', '0.000123')]])).toEqual({
      request_response_rmt: { cost: { gt: 0.000123 } },
    });
  });

  it('puts a property under its name', () => {
    expect(toFilterNode([[rule('property', 'equals', 'production', 'environment')]])).toEqual({
      request_response_rmt: { properties: { environment: { equals: 'production' } } },
    });
  });

  it('reads a session from its property', () => {
    expect(toFilterNode([[rule('session', 'equals', 's-1')]])).toEqual({
      request_response_rmt: { properties: { 'Helicone-Session-Id': { equals: 's-1' } } },
    });
  });

  it('spells “is one of” as alternatives', () => {
    expect(toFilterNode([[rule('provider', 'in', 'OPENAI, ANTHROPIC,')]])).toEqual({
      left: { request_response_rmt: { provider: { equals: 'OPENAI' } } },
      operator: 'or',
      right: { request_response_rmt: { provider: { equals: 'ANTHROPIC' } } },
    });
  });

  it('sends yes and no as booleans', () => {
    expect(toFilterNode([[rule('cached', 'equals', 'false')]])).toEqual({
      request_response_rmt: { cached: { equals: false } },
    });
  });

  it('passes the contract’s schema', () => {
    expect(filterNodeSchema.safeParse(toFilterNode([[model, status], [status]])).success).toBe(true);
  });
});

describe('allOf and anyOf', () => {
  it('drop parts that match everything', () => {
    expect(allOf('all', modelNode, 'all')).toEqual(modelNode);
    expect(anyOf()).toBe('all');
  });

  it('build a tree of pairs from the left', () => {
    expect(allOf(modelNode, statusNode, modelNode)).toEqual({
      left: { left: modelNode, operator: 'and', right: statusNode },
      operator: 'and',
      right: modelNode,
    });
  });
});

describe('searchNode', () => {
  it('looks in both bodies', () => {
    expect(searchNode(' Kyoto ')).toEqual({
      left: { request_response_rmt: { request_body: { contains: 'Kyoto' } } },
      operator: 'or',
      right: { request_response_rmt: { response_body: { contains: 'Kyoto' } } },
    });
  });

  it('matches everything without words', () => {
    expect(searchNode('  ')).toBe('all');
  });
});

describe('isComplete', () => {
  it.each([
    [rule('model', 'equals', 'x'), true],
    [rule('nonsense', 'equals', 'x'), false],
    [rule('model', 'gt', 'x'), false],
    [rule('request_body', 'equals', 'x'), false],
    [rule('property', 'equals', 'x'), false],
    [rule('status', 'equals', '20x'), false],
    [rule('model', 'in', ' , '), false],
    [rule('cached', 'equals', 'maybe'), false],
  ])('judges %j', (sut, complete) => {
    expect(isComplete(sut)).toBe(complete);
  });
});

describe('the expression in the address', () => {
  it('survives the way there and back', () => {
    const expression = [[model, rule('property', 'in', 'a,b', 'environment')], [status]];
    expect(unpackExpression(JSON.parse(JSON.stringify(packExpression(expression))))).toEqual(expression);
  });

  it('is absent when nothing is filtered', () => {
    expect(packExpression([[rule('model', 'equals', '')]])).toBeUndefined();
  });

  it.each(['x', 7, null, {}, [['model']], [[['model', 'drop table', 'x']]], [[[]]]])(
    'drops %j, which somebody typed',
    (value) => {
      expect(unpackExpression(value)).toEqual([]);
    },
  );
});

describe('withRule', () => {
  it('starts the first group', () => {
    expect(withRule([], model)).toEqual([[model]]);
  });

  it('narrows every alternative, and none twice', () => {
    expect(withRule([[status], [model]], model)).toEqual([[status, model], [model]]);
  });
});

describe('describeRule and countRules', () => {
  it('says a rule in words', () => {
    expect(describeRule(rule('latency', 'gt', '500'))).toBe('Latency > 500 ms');
    expect(describeRule(rule('property', 'equals', 'prod', 'env'))).toBe('env is prod');
  });

  it('counts the complete ones', () => {
    expect(countRules([[model, rule('model', 'equals', '')], [status]])).toBe(2);
  });
});
