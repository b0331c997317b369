import { packExpression, unpackExpression } from '../filters/filter-expression';
import { parseWindowSearch, type WindowSearch } from '../shared/time-window';
import { isSortColumn, type SortColumn } from './request-sort';

export type RequestsSearch = WindowSearch & {
  filter?: ReturnType<typeof packExpression>;
  /** Words to find in the bodies. */
  q?: string;
  /** Left out: newest first. */
  sort?: `${SortColumn}:${'asc' | 'desc'}`;
};

function parseSort(value: unknown): RequestsSearch['sort'] {
  if (typeof value !== 'string') return undefined;
  const [column, direction] = value.split(':');
  if (!isSortColumn(column) || (direction !== 'asc' && direction !== 'desc')) return undefined;
  return column === 'created_at' && direction === 'desc' ? undefined : `${column}:${direction}`;
}

/** The table's state as the address holds it; nonsense is dropped, defaults are left out. */
export function parseRequestsSearch(search: Record<string, unknown>): RequestsSearch {
  const filter = packExpression(unpackExpression(search.filter));
  const sort = parseSort(search.sort);
  const words = ['string', 'number', 'boolean'].includes(typeof search.q) ? String(search.q) : '';
  return {
    ...parseWindowSearch(search),
    ...(filter && { filter }),
    ...(words && { q: words }),
    ...(sort && { sort }),
  };
}

const ownKeys = new Set(['window', 'from', 'to', 'filter', 'q', 'sort']);

/** The id in `/requests?<id>`, which is how a refusal for moderation links to its request. */
export function linkedRequest(search: Record<string, unknown>): string | undefined {
  const [[key, value] = ['', ''], ...rest] = Object.entries(search);
  return rest.length === 0 && key !== '' && value === '' && !ownKeys.has(key) ? key : undefined;
}
