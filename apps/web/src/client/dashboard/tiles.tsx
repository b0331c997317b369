import { Skeleton, Tooltip } from '@mantine/core';
import type { DashboardOverview } from '@heliostat/contracts';
import {
  formatChange,
  formatCost,
  formatCostTotal,
  formatCount,
  formatDuration,
  formatExact,
  formatShare,
} from '../shared/format';
import { Sparkline } from './sparkline';
import classes from './dashboard.module.css';

type Tile = {
  id: string;
  label: string;
  value: string;
  exact?: string;
  now: number | null;
  before: number | null;
  /** Whether more is worse; undefined where it is neither. */
  moreIsWorse?: boolean;
  /** Left out where it is known for the whole window alone. */
  course?: (number | null)[];
  color?: string;
};

const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

function tilesOf({ totals, previous, series }: DashboardOverview): Tile[] {
  const tokens = totals.promptTokens + totals.completionTokens;
  const errors = share(totals.errors, totals.requests);
  return [
    {
      id: 'requests',
      label: 'Requests',
      value: formatCount(totals.requests),
      exact: formatExact(totals.requests),
      now: totals.requests,
      before: previous.requests,
      course: series.map((point) => point.requests),
      color: 'var(--chart-2)',
    },
    {
      id: 'errors',
      label: 'Errors',
      value: formatShare(errors),
      exact: `${formatExact(totals.errors)} of ${formatExact(totals.requests)}`,
      now: errors,
      before: share(previous.errors, previous.requests),
      moreIsWorse: true,
      course: series.map((point) => share(point.errors, point.requests)),
      color: 'var(--chart-error)',
    },
    {
      id: 'cost',
      label: 'Cost',
      value: formatCostTotal(totals.cost),
      exact: formatCost(totals.cost),
      now: totals.cost,
      before: previous.cost,
      course: series.map((point) => point.cost),
      color: 'var(--chart-1)',
    },
    {
      id: 'tokens',
      label: 'Tokens',
      value: formatCount(tokens),
      exact: `${formatExact(totals.promptTokens)} prompt, ${formatExact(totals.completionTokens)} completion, ${formatExact(totals.cacheReadTokens)} read from cache`,
      now: tokens,
      before: previous.promptTokens + previous.completionTokens,
      course: series.map((point) => point.promptTokens + point.completionTokens),
      color: 'var(--chart-3)',
    },
    {
      id: 'users',
      label: 'Users',
      value: formatCount(totals.users),
      exact: formatExact(totals.users),
      now: totals.users,
      before: previous.users,
      course: series.map((point) => point.users),
    },
    {
      id: 'sessions',
      label: 'Sessions',
      value: formatCount(totals.sessions),
      exact: formatExact(totals.sessions),
      now: totals.sessions,
      before: previous.sessions,
    },
    {
      id: 'latency-p50',
      label: 'Latency p50',
      value: formatDuration(totals.latency.p50),
      now: totals.latency.p50,
      before: previous.latency.p50,
      moreIsWorse: true,
      course: series.map((point) => point.latency.p50),
    },
    {
      id: 'latency-p95',
      label: 'Latency p95',
      value: formatDuration(totals.latency.p95),
      now: totals.latency.p95,
      before: previous.latency.p95,
      moreIsWorse: true,
      course: series.map((point) => point.latency.p95),
    },
    {
      id: 'ttft-p50',
      label: 'TTFT p50',
      value: formatDuration(totals.ttft.p50),
      now: totals.ttft.p50,
      before: previous.ttft.p50,
      moreIsWorse: true,
      course: series.map((point) => point.ttft.p50),
    },
    {
      id: 'cache-hits',
      label: 'Cache hits',
      value: formatCount(totals.cacheHits),
      exact: `${formatExact(totals.cacheHits)} replies from the cache, ${formatShare(share(totals.cacheHits, totals.requests))} of the requests`,
      now: totals.cacheHits,
      before: previous.cacheHits,
    },
    {
      id: 'cost-saved',
      label: 'Cost saved',
      value: formatCostTotal(totals.costSaved),
      exact: `${formatCost(totals.costSaved)}: what the replies from the cache would have cost`,
      now: totals.costSaved,
      before: previous.costSaved,
      moreIsWorse: false,
    },
    {
      id: 'time-saved',
      label: 'Time saved',
      value: formatDuration(totals.timeSaved),
      exact: 'How much sooner the replies from the cache came than those that they repeat',
      now: totals.timeSaved,
      before: previous.timeSaved,
      moreIsWorse: false,
    },
  ];
}

function toneOf(direction: 'up' | 'down' | 'same', moreIsWorse?: boolean): string | undefined {
  if (moreIsWorse === undefined || direction === 'same') return undefined;
  return (direction === 'up') === moreIsWorse ? 'bad' : 'good';
}

export function Tiles({ overview }: { overview: DashboardOverview }) {
  return (
    <div className={classes.tiles}>
      {tilesOf(overview).map(({ id, label, value, exact, now, before, moreIsWorse, course, color }) => {
        const change = formatChange(now, before);
        return (
          <section key={id} className={classes.tile} data-testid={`tile-${id}`} aria-label={label}>
            <div className={classes.tileTop}>
              <h2 className={classes.tileLabel}>{label}</h2>
              {change && (
                <Tooltip label="Against the window before">
                  <span className={classes.change} data-tone={toneOf(change.direction, moreIsWorse)}>
                    {change.direction === 'up' ? '↑' : change.direction === 'down' ? '↓' : ''} {change.text}
                  </span>
                </Tooltip>
              )}
            </div>
            <Tooltip label={exact} disabled={!exact} position="bottom-start">
              <div
                className={`${classes.tileValue} num`}
                data-long={value.length > 8 || undefined}
                data-testid={`tile-${id}-value`}
              >
                {value}
              </div>
            </Tooltip>
            <div className={classes.spark}>{course && <Sparkline values={course} color={color} />}</div>
          </section>
        );
      })}
    </div>
  );
}

export function TilesSkeleton() {
  return (
    <div className={classes.tiles} aria-hidden="true">
      {Array.from({ length: 12 }, (_, index) => (
        <div key={index} className={classes.tile}>
          <Skeleton height={11} width={64} radius="sm" />
          <Skeleton height={22} width={84} mt={12} radius="sm" />
          <Skeleton height={22} mt={14} radius="sm" />
        </div>
      ))}
    </div>
  );
}
