import type { ReactNode } from 'react';
import { Tooltip } from '@mantine/core';
import type { HeliconeRequest } from '@heliostat/contracts';
import {
  costUnknown,
  countryName,
  formatCallCost,
  formatDuration,
  formatTime,
  formatTokens,
} from '../shared/format';
import { StatusBadge } from '../shared/status-badge';
import { modelOf, requestPreview, responsePreview } from './message-preview';
import type { SortColumn } from './request-sort';
import classes from './table.module.css';

export type RequestColumn = {
  id: string;
  label: string;
  /** Pixels. */
  size: number;
  sort?: SortColumn;
  align?: 'right';
  /** Shown until the reader chooses. */
  initial: boolean;
  cell: (row: HeliconeRequest) => ReactNode;
};

export const sessionProperty = 'Helicone-Session-Id';
const propertyPrefix = 'property:';

const none = <span className={classes.none}>–</span>;
const text = (value: string | null | undefined, mono = false) =>
  value ? (
    <span className={mono ? 'mono' : undefined} title={value}>
      {value}
    </span>
  ) : (
    none
  );

/** Counts of tokens; where the provider sent no usage they were counted here, and say so. */
export function TokenCount({ tokens, estimated }: { tokens: number | null; estimated?: boolean }) {
  if (tokens === null || tokens === undefined) return none;
  if (!estimated) return <span className="num">{formatTokens(tokens)}</span>;
  return (
    <Tooltip label="The provider sent no usage; Heliostat counted these tokens itself">
      <span className={`num ${classes.estimated}`}>{formatTokens(tokens, true)}</span>
    </Tooltip>
  );
}

/** A call's cost; a call without tokens, such as one that failed, has none. */
export function Cost({ row }: { row: Pick<HeliconeRequest, 'cost' | 'total_tokens' | 'usage_estimated'> }) {
  const { cost, total_tokens, usage_estimated } = row;
  const words = formatCallCost(cost, total_tokens);
  if (words === costUnknown)
    return (
      <Tooltip label="There is no price for this model">
        <span className={classes.none}>{words}</span>
      </Tooltip>
    );
  if (cost === null || cost === undefined) return none;
  if (!usage_estimated) return <span className="num">{words}</span>;
  return (
    <Tooltip label="From tokens that Heliostat counted itself">
      <span className="num">{`~${words}`}</span>
    </Tooltip>
  );
}

const tokens = (pick: (row: HeliconeRequest) => number | null) =>
  function TokensCell(row: HeliconeRequest) {
    return <TokenCount tokens={pick(row)} estimated={row.usage_estimated} />;
  };

export const standardColumns: RequestColumn[] = [
  {
    id: 'created_at',
    label: 'Created at',
    size: 138,
    sort: 'created_at',
    initial: true,
    cell: (row) => <span className="num">{formatTime(row.request_created_at)}</span>,
  },
  {
    id: 'status',
    label: 'Status',
    size: 110,
    initial: true,
    cell: (row) => <StatusBadge status={row.response_status} />,
  },
  {
    id: 'model',
    label: 'Model',
    size: 168,
    sort: 'body_model',
    initial: true,
    cell: (row) => text(modelOf(row)),
  },
  { id: 'request', label: 'Request', size: 280, initial: true, cell: (row) => text(requestPreview(row)) },
  { id: 'response', label: 'Response', size: 280, initial: true, cell: (row) => text(responsePreview(row)) },
  {
    id: 'cost',
    label: 'Cost',
    size: 126,
    sort: 'cost',
    align: 'right',
    initial: true,
    cell: (row) => <Cost row={row} />,
  },
  {
    id: 'total_tokens',
    label: 'Tokens',
    size: 84,
    sort: 'total_tokens',
    align: 'right',
    initial: true,
    cell: tokens((row) => row.total_tokens),
  },
  {
    id: 'latency',
    label: 'Latency',
    size: 88,
    sort: 'latency',
    align: 'right',
    initial: true,
    cell: (row) => <span className="num">{formatDuration(row.delay_ms)}</span>,
  },
  {
    id: 'ttft',
    label: 'First token',
    size: 100,
    sort: 'time_to_first_token',
    align: 'right',
    initial: true,
    cell: (row) => <span className="num">{formatDuration(row.time_to_first_token)}</span>,
  },
  {
    id: 'user',
    label: 'User',
    size: 120,
    sort: 'user_id',
    initial: true,
    cell: (row) => text(row.request_user_id),
  },
  { id: 'provider', label: 'Provider', size: 110, initial: false, cell: (row) => text(row.provider) },
  {
    id: 'prompt_tokens',
    label: 'Prompt tokens',
    size: 118,
    sort: 'prompt_tokens',
    align: 'right',
    initial: false,
    cell: tokens((row) => row.prompt_tokens),
  },
  {
    id: 'completion_tokens',
    label: 'Completion tokens',
    size: 140,
    sort: 'completion_tokens',
    align: 'right',
    initial: false,
    cell: tokens((row) => row.completion_tokens),
  },
  {
    id: 'reasoning_tokens',
    label: 'Reasoning tokens',
    size: 132,
    align: 'right',
    initial: false,
    cell: tokens((row) => row.reasoning_tokens),
  },
  {
    id: 'cache_read_tokens',
    label: 'Cache read tokens',
    size: 138,
    align: 'right',
    initial: false,
    cell: tokens((row) => row.prompt_cache_read_tokens),
  },
  {
    id: 'cache_write_tokens',
    label: 'Cache write tokens',
    size: 140,
    align: 'right',
    initial: false,
    cell: tokens((row) => row.prompt_cache_write_tokens),
  },
  {
    id: 'session',
    label: 'Session',
    size: 140,
    initial: false,
    cell: (row) => text(row.properties[sessionProperty], true),
  },
  {
    id: 'prompt_id',
    label: 'Prompt id',
    size: 120,
    initial: false,
    cell: (row) => text(row.prompt_id, true),
  },
  {
    id: 'country',
    label: 'Country',
    size: 110,
    initial: false,
    cell: (row) => text(row.country_code ? countryName(row.country_code) : null),
  },
  { id: 'path', label: 'Path', size: 190, initial: false, cell: (row) => text(row.request_path, true) },
  {
    id: 'request_id',
    label: 'Request id',
    size: 290,
    initial: false,
    cell: (row) => text(row.request_id, true),
  },
];

export const propertyColumn = (key: string): RequestColumn => ({
  id: `${propertyPrefix}${key}`,
  label: key,
  size: 130,
  initial: false,
  cell: (row) => text(row.properties[key]),
});

/** Property names among the rows and among the columns that were chosen earlier, in order of the alphabet. */
export function propertyKeysOf(rows: HeliconeRequest[], chosen: string[]): string[] {
  const keys = new Set(
    chosen.filter((id) => id.startsWith(propertyPrefix)).map((id) => id.slice(propertyPrefix.length)),
  );
  for (const row of rows) for (const key of Object.keys(row.properties)) keys.add(key);
  keys.delete(sessionProperty);
  return [...keys].sort((a, b) => a.localeCompare(b));
}

export const initialColumns = standardColumns.filter(({ initial }) => initial).map(({ id }) => id);
