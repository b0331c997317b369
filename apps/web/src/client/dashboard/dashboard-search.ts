import { packExpression, unpackExpression, type FilterExpression } from '../filters/filter-expression';
import { parseWindowSearch, type WindowSearch } from '../shared/time-window';

export type DashboardSearch = WindowSearch & { filter?: ReturnType<typeof packExpression> };

/** The dashboard's state as the address holds it; nonsense is dropped, defaults are left out. */
export function parseDashboardSearch(search: Record<string, unknown>): DashboardSearch {
  const filter = packExpression(unpackExpression(search.filter));
  return { ...parseWindowSearch(search), ...(filter && { filter }) };
}

export const expressionOf = (search: { filter?: unknown }): FilterExpression =>
  unpackExpression(search.filter);
