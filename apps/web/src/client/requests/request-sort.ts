import type { RequestQuery } from '@heliostat/contracts';

/** Columns that the API sorts by. */
export const sortColumns = [
  'created_at',
  'latency',
  'time_to_first_token',
  'cost',
  'total_tokens',
  'prompt_tokens',
  'completion_tokens',
  'user_id',
  'body_model',
] as const;

export type SortColumn = (typeof sortColumns)[number];
export type Sort = { column: SortColumn; direction: 'asc' | 'desc' };

export const isSortColumn = (value: unknown): value is SortColumn =>
  (sortColumns as readonly unknown[]).includes(value);

export const newestFirst: Sort = { column: 'created_at', direction: 'desc' };

export function sortOf(search: { sort?: string }): Sort {
  const [column, direction] = search.sort?.split(':') ?? [];
  return isSortColumn(column) ? { column, direction: direction === 'asc' ? 'asc' : 'desc' } : newestFirst;
}

export const toApiSort = ({ column, direction }: Sort): RequestQuery['sort'] => ({ [column]: direction });

/** A click on a header: largest first, then smallest first, then back to newest first. */
export function nextSort(current: Sort, column: SortColumn): Sort {
  if (current.column !== column) return { column, direction: 'desc' };
  if (current.direction === 'desc') return { column, direction: 'asc' };
  return newestFirst;
}
