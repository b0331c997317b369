import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { findProvider } from '@pydantic/genai-prices';
import { priceOverrides } from '../overrides/price-overrides.js';
import { reviewedContradictions } from '../overrides/reviewed-contradictions.js';
import { endpointsOf, listModels } from '../registry/registry.js';
import { compareCatalogues, isCatalogue, type CatalogueData } from './compare-catalogues.js';
import { compareOverrides, type OverrideFinding } from './compare-overrides.js';

export const usage = `npm run prices:diff -- [options]

Compares our prices with the maintained catalogue (@pydantic/genai-prices).

  --against FILE    another state of the catalogue (its data.json): what it adds, removes and prices anew
  --threshold N     percent by which an override may differ from the catalogue (25)
  --all             list every override, not only what needs a look
  --check           end with 1 when an override is redundant, or contradicts the catalogue by more than the threshold
                    and is not in overrides/reviewed-contradictions.ts`;

export type PriceDiffResult = { text: string; code: number };

const defaultThreshold = 25;

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      against: { type: 'string' },
      threshold: { type: 'string', default: String(defaultThreshold) },
      all: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const threshold = Number(values.threshold);
  if (!(threshold >= 0 && threshold <= 100))
    throw new Error(`--threshold ${values.threshold} is no percentage; give a number from 0 to 100`);
  return { ...values, threshold: threshold / 100 };
}

const headings: Record<OverrideFinding['kind'], string> = {
  redundant: 'The catalogue says the same now; remove these overrides',
  contradicts:
    'The catalogue says something quite different; look at the provider’s price page, then correct the override or note it in reviewed-contradictions.ts',
  reviewed: 'Different from the catalogue, and looked at',
  differs: 'Different from the catalogue within the threshold, or in a part',
  alone: 'Unknown to the catalogue',
};

function overrideLines(findings: readonly OverrideFinding[], all: boolean): string[] {
  const kinds: OverrideFinding['kind'][] = all
    ? ['redundant', 'contradicts', 'reviewed', 'differs', 'alone']
    : ['redundant', 'contradicts'];
  return kinds.flatMap((kind) => {
    const found = findings.filter((finding) => finding.kind === kind);
    if (found.length === 0) return [];
    return [
      `${headings[kind]}:`,
      ...found.map(
        ({ name, ours, theirs }) =>
          `  ${name}  ${ours}${theirs === undefined ? '' : `, catalogue ${theirs}`}`,
      ),
    ];
  });
}

async function readCatalogue(path: string): Promise<CatalogueData> {
  const value = JSON.parse(await readFile(path, 'utf8')) as unknown;
  if (!isCatalogue(value))
    throw new Error(`${path} is no catalogue: expected a list of providers with models`);
  return value;
}

/** The installed catalogue's providers, as far as the other file knows their ids, and those of our registry. */
function installed(ids: readonly string[]): CatalogueData {
  return [...new Set(ids)].flatMap((id) => {
    const provider = findProvider({ providerId: id });
    return provider?.id === id ? [provider] : [];
  });
}

async function catalogueLines(path: string): Promise<string[]> {
  const other = await readCatalogue(path);
  const changes = compareCatalogues(installed(other.map(({ id }) => id)), other);
  const lines = changes.map(({ kind, name, before, after }) =>
    kind === 'changed' ? `  ${name}  ${before} -> ${after}` : `  ${name}  ${after ?? before}`,
  );
  return (['changed', 'added', 'removed'] as const).flatMap((kind) => {
    const found = lines.filter((_line, at) => changes[at]?.kind === kind);
    return found.length === 0 ? [] : [`${found.length} ${kind} in ${path}:`, ...found];
  });
}

/** Endpoints of the registry whose price nobody knows. */
function unpriced(): string[] {
  const ids = listModels().flatMap(({ id }) => endpointsOf(id).filter(({ price }) => price === null));
  return ids.length === 0 ? [] : ['No list has a price for:', ...ids.map(({ id }) => `  ${id}`)];
}

const ours = { overrides: priceOverrides, reviewed: reviewedContradictions };

/** The command's report and exit code. An Error names a wrong argument or file. */
export async function priceDiff(
  args: readonly string[],
  at = new Date(),
  { overrides, reviewed } = ours,
): Promise<PriceDiffResult> {
  const options = readOptions(args);
  if (options.help) return { text: usage, code: 0 };
  const findings = compareOverrides(overrides, {
    threshold: options.threshold,
    reviewed,
    at,
  });
  const wrong = findings.filter(({ kind }) => kind === 'redundant' || kind === 'contradicts').length;
  const text = [
    ...overrideLines(findings, options.all),
    ...unpriced(),
    ...(options.against === undefined ? [] : await catalogueLines(options.against)),
    `${findings.length} overrides, ${wrong} to look at.`,
  ].join('\n');
  return { text, code: options.check && wrong > 0 ? 1 : 0 };
}
