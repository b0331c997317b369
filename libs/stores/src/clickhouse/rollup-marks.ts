const hourMs = 3_600_000;

export type RollupMark = { organization_id: string; hour: number };

/**
 * A mark for each hour that rows lie in; `hour` in epoch seconds. `DateTime64` text sorts and cuts as it reads:
 * `2026-01-31 12:34:56.789` is of the hour `2026-01-31 12`.
 */
export function rollupMarksOf(rows: readonly object[]): RollupMark[] {
  const marks = new Map<string, RollupMark>();
  for (const row of rows as { organization_id?: string; request_created_at?: string }[]) {
    const { organization_id, request_created_at } = row;
    if (organization_id === undefined || request_created_at === undefined) continue;
    const key = `${organization_id} ${request_created_at.slice(0, 13)}`;
    if (marks.has(key)) continue;
    const time = Date.parse(`${request_created_at.slice(0, 13).replace(' ', 'T')}:00:00Z`);
    if (time >= 0) marks.set(key, { organization_id, hour: Math.floor(time / hourMs) * (hourMs / 1000) });
  }
  return [...marks.values()];
}
