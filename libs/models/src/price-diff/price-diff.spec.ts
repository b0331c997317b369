import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProvider } from '@pydantic/genai-prices';
import { compareCatalogues } from './compare-catalogues.js';
import { compareOverrides } from './compare-overrides.js';
import { priceDiff } from './price-diff.js';

const at = new Date('2026-03-20T12:00:00Z');

describe(compareOverrides.name, () => {
  const sut = (override: { input: number; output: number; cacheRead?: number }, reviewed = {}) =>
    compareOverrides([{ provider: 'groq', models: ['llama-3.1-8b-instant'], ...override }], {
      threshold: 0.25,
      reviewed,
      at,
    })[0];

  it('finds an override that says what the catalogue says', () => {
    expect(sut({ input: 0.05, output: 0.08 })).toMatchObject({
      kind: 'redundant',
      name: 'groq/llama-3.1-8b-instant',
    });
  });

  it('finds one that contradicts it, until somebody has looked at that price', () => {
    expect(sut({ input: 0.5, output: 0.08 })?.kind).toBe('contradicts');
    expect(sut({ input: 0.5, output: 0.08 }, { 'groq/llama-3.1-8b-instant': '0.05/0.08' })?.kind).toBe(
      'reviewed',
    );
    expect(sut({ input: 0.5, output: 0.08 }, { 'groq/llama-3.1-8b-instant': '0.04/0.08' })?.kind).toBe(
      'contradicts',
    );
  });

  it('lets a small difference, or one in a part, be', () => {
    expect(sut({ input: 0.05, output: 0.09 })?.kind).toBe('differs');
    expect(sut({ input: 0.05, output: 0.08, cacheRead: 0.01 })?.kind).toBe('differs');
  });

  it('knows models that the catalogue does not', () => {
    const override = { provider: 'canopywave', models: ['zai/glm-4.6'], input: 1, output: 1 };
    expect(compareOverrides([override], { threshold: 0.25, reviewed: {}, at })).toEqual([
      { kind: 'alone', name: 'canopywave/zai/glm-4.6', ours: '1/1 (cache 1)' },
    ]);
  });
});

describe(compareCatalogues.name, () => {
  const data = (models: Record<string, unknown>) => [
    { id: 'p', models: Object.entries(models).map(([id, prices]) => ({ id, prices })) },
  ];

  it('tells what was added, removed and priced anew', () => {
    const before = data({ a: { input_mtok: 1 }, b: { input_mtok: 1 }, c: { input_mtok: 1, output_mtok: 2 } });
    const after = data({ b: { input_mtok: 3 }, c: { output_mtok: 2, input_mtok: 1 }, d: { input_mtok: 1 } });

    expect(compareCatalogues(before, after)).toEqual([
      { kind: 'removed', name: 'p/a', before: '{"input_mtok":1}' },
      { kind: 'changed', name: 'p/b', before: '{"input_mtok":1}', after: '{"input_mtok":3}' },
      { kind: 'added', name: 'p/d', after: '{"input_mtok":1}' },
    ]);
  });
});

describe(priceDiff.name, () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'price-diff-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('finds nothing to look at in our overrides (CO-01)', async () => {
    const { text, code } = await priceDiff(['--check'], at);

    expect(text).toMatch(/^\d+ overrides, 0 to look at\.$/);
    expect(code).toBe(0);
  });

  it('fails the check, and only that, when an override can go or contradicts the catalogue', async () => {
    const stated = (input: number) => ({
      overrides: [{ provider: 'groq', models: ['llama-3.1-8b-instant'], input, output: 0.08 }],
      reviewed: {},
    });

    expect(await priceDiff(['--check'], at, stated(0.05))).toMatchObject({
      code: 1,
      text: expect.stringContaining('remove these overrides:\n  groq/llama-3.1-8b-instant'),
    });
    expect((await priceDiff(['--check'], at, stated(0.07))).code).toBe(1);
    expect((await priceDiff(['--check', '--threshold', '30'], at, stated(0.07))).code).toBe(0);
    expect((await priceDiff([], at, stated(0.05))).code).toBe(0);
  });

  it('lists every override when asked to', async () => {
    const { text } = await priceDiff(['--all'], at);

    expect(text).toContain('deepseek/deepseek-chat  0.56/1.68 (cache 0.07), catalogue 0.27/1.1 (cache 0.07)');
    expect(text).toContain('canopywave/zai/glm-4.6  0.45/1.5 (cache 0.45)\n');
  });

  it('prints what another state of the catalogue changes', async () => {
    const groq = findProvider({ providerId: 'groq' });
    const [first, ...others] = groq?.models ?? [];
    const changed = [{ ...groq, models: [{ ...first, prices: { input_mtok: 99 } }, ...others.slice(1)] }];
    const file = join(folder, 'data.json');
    await writeFile(file, JSON.stringify(changed));

    const { text } = await priceDiff(['--against', file], at);

    expect(text).toContain('1 changed in');
    expect(text).toContain(`groq/${first?.id}`);
    expect(text).toContain('-> {"input_mtok":99}');
    expect(text).toContain('1 removed in');
  });

  it('names a wrong argument and a file that is no catalogue', async () => {
    const file = join(folder, 'data.json');
    await writeFile(file, '{}');

    await expect(priceDiff(['--threshold', 'much'])).rejects.toThrow('--threshold much is no percentage');
    await expect(priceDiff(['--against', file])).rejects.toThrow(`${file} is no catalogue`);
  });
});
