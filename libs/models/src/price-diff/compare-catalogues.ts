/** One change between two states of the catalogue. Prices are the catalogue's own JSON. */
export type CatalogueChange = {
  kind: 'added' | 'removed' | 'changed';
  /** `provider/model`, the catalogue's ids. */
  name: string;
  before?: string;
  after?: string;
};

/** The part of the catalogue's data that is compared; files hold more. */
export type CatalogueData = readonly { id: string; models: readonly { id: string; prices: unknown }[] }[];

/** JSON with keys in order, so that two writers' files compare. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, given]) => given !== undefined && given !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, given]) => [key, canonical(given)]),
  );
}

const textOf = (prices: unknown): string => JSON.stringify(canonical(prices));

function modelsOf(data: CatalogueData): Map<string, string> {
  return new Map(
    data.flatMap(({ id, models }) =>
      models.map((model) => [`${id}/${model.id}`, textOf(model.prices)] as const),
    ),
  );
}

/** What was added, removed and priced anew from `before` to `after`, by name. */
export function compareCatalogues(before: CatalogueData, after: CatalogueData): CatalogueChange[] {
  const [old, young] = [modelsOf(before), modelsOf(after)];
  const names = [...new Set([...old.keys(), ...young.keys()])].sort();
  return names.flatMap((name): CatalogueChange[] => {
    const [was, is] = [old.get(name), young.get(name)];
    if (was === is) return [];
    if (was === undefined) return [{ kind: 'added', name, after: is ?? '' }];
    if (is === undefined) return [{ kind: 'removed', name, before: was }];
    return [{ kind: 'changed', name, before: was, after: is }];
  });
}

/** Whether a parsed file is a catalogue: a list of providers with models. */
export function isCatalogue(value: unknown): value is CatalogueData {
  return (
    Array.isArray(value) &&
    value.every((provider: unknown) => {
      const { id, models } = (provider ?? {}) as { id?: unknown; models?: unknown };
      return (
        typeof id === 'string' &&
        Array.isArray(models) &&
        models.every((model: unknown) => typeof (model as { id?: unknown } | null)?.id === 'string')
      );
    })
  );
}
