import type { HeliconeRequest } from '@heliostat/contracts';

/** Rows of several replies, newest first, each request once; the first list wins, it is the fresher one. */
export function mergeRows(...lists: HeliconeRequest[][]): HeliconeRequest[] {
  const byId = new Map<string, HeliconeRequest>();
  for (const list of lists)
    for (const row of list) if (!byId.has(row.request_id)) byId.set(row.request_id, row);
  return [...byId.values()].sort((a, b) =>
    a.request_created_at < b.request_created_at ? 1 : a.request_created_at > b.request_created_at ? -1 : 0,
  );
}

/** Each request once, in the order of the pages; pages overlap when rows are added meanwhile. */
export function uniqueRows(rows: HeliconeRequest[]): HeliconeRequest[] {
  const seen = new Set<string>();
  return rows.filter(({ request_id }) => !seen.has(request_id) && seen.add(request_id));
}
