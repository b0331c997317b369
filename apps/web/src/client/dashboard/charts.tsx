import '@mantine/charts/styles.css';
import type { ReactNode } from 'react';
import { AreaChart, BarChart, LineChart } from '@mantine/charts';
import type { DashboardOverview, DashboardPoint, Quantiles } from '@heliostat/contracts';
import { chartError } from '../theme/chart-palette';
import { formatCost, formatCostTotal, formatCount, formatDuration, formatExact } from '../shared/format';
import { axisLabel, intervalLabel } from './time-axis';
import classes from './dashboard.module.css';

type Series = { name: string; label: string; color: string; strokeDasharray?: string };

type Props = {
  title: string;
  kind: 'bars' | 'area' | 'lines';
  series: Series[];
  rows: Record<string, string | number | null>[];
  interval: DashboardOverview['interval'];
  /** On the axis, short. */
  axis: (value: number) => string;
  /** In the tooltip, exact. */
  exact: (value: number) => string;
  testId: string;
};

type TooltipEntry = { name?: unknown; value?: unknown };

function ChartTooltip({
  label,
  payload,
  series,
  interval,
  exact,
}: {
  label: ReactNode;
  payload: readonly TooltipEntry[] | undefined;
} & Pick<Props, 'series' | 'interval' | 'exact'>) {
  if (!payload || payload.length === 0) return null;
  return (
    <div className={classes.tooltip}>
      <div className={classes.tooltipTime}>{intervalLabel(String(label), interval)}</div>
      {series.map(({ name, label: words, color }) => {
        const value = payload.find((entry) => entry.name === name)?.value;
        return (
          <div key={name} className={classes.tooltipRow}>
            <i style={{ background: color }} />
            <span>{words}</span>
            <b className="num">{typeof value === 'number' ? exact(value) : '–'}</b>
          </div>
        );
      })}
    </div>
  );
}

/** Room for the longest label, so that tiny costs are not cut. Pixels. */
function axisWidth(rows: Props['rows'], series: Series[], axis: Props['axis']): number {
  const values = rows.flatMap((row) => series.map(({ name }) => Number(row[name] ?? 0)));
  const longest = Math.max(0, ...[1, 2 / 3, 1 / 3].map((part) => axis(Math.max(0, ...values) * part).length));
  return Math.min(92, Math.max(46, longest * 7 + 12));
}

function SeriesChart({ title, kind, series, rows, interval, axis, exact, testId }: Props) {
  const empty = rows.every((row) => series.every(({ name }) => !row[name]));
  const sparse = rows.filter((row) => row[series[0]!.name] !== null).length <= 12;
  const shared = {
    h: 188,
    data: rows,
    dataKey: 'time',
    series,
    gridAxis: 'x' as const,
    tickLine: 'none' as const,
    strokeDasharray: '0',
    gridColor: 'var(--chart-grid)',
    textColor: 'var(--text-tertiary)',
    valueFormatter: axis,
    yAxisProps: {
      width: axisWidth(rows, series, axis),
      tickCount: 4,
      domain: empty ? [0, 1] : undefined,
      tick: empty ? false : undefined,
    },
    xAxisProps: { tickFormatter: (iso: string) => axisLabel(iso, interval), minTickGap: 36 },
    tooltipProps: {
      cursor: { stroke: 'var(--line-strong)', fill: 'var(--hover)', strokeDasharray: '0' },
      content: ({ label, payload }: { label?: ReactNode; payload?: readonly TooltipEntry[] }) => (
        <ChartTooltip label={label} payload={payload} series={series} interval={interval} exact={exact} />
      ),
    },
  };
  return (
    <section className={classes.card} data-testid={testId} aria-label={title}>
      <div className={classes.cardTop}>
        <h2 className={classes.cardTitle}>{title}</h2>
        {series.length > 1 && (
          <div className={classes.legend}>
            {series.map(({ name, label, color }) => (
              <span key={name}>
                <i style={{ background: color }} />
                {label}
              </span>
            ))}
          </div>
        )}
      </div>
      <div className={classes.plot}>
        {empty && <div className={classes.nothing}>Nothing in this window</div>}
        {kind === 'bars' && (
          <BarChart {...shared} type="stacked" maxBarWidth={22} barProps={{ isAnimationActive: false }} />
        )}
        {kind === 'area' && (
          <AreaChart
            {...shared}
            type="stacked"
            curveType="monotone"
            withDots={false}
            strokeWidth={1.5}
            fillOpacity={0.16}
            withGradient={false}
            areaProps={{ isAnimationActive: false }}
          />
        )}
        {kind === 'lines' && (
          <LineChart
            {...shared}
            curveType="monotone"
            withDots={sparse}
            dotProps={{ r: 2.5 }}
            strokeWidth={1.5}
            lineProps={{ isAnimationActive: false }}
          />
        )}
      </div>
    </section>
  );
}

const quantileSeries: Series[] = [
  { name: 'p50', label: 'p50', color: 'var(--chart-2)' },
  { name: 'p95', label: 'p95', color: 'var(--chart-1)', strokeDasharray: '6 3' },
  { name: 'p99', label: 'p99', color: 'var(--chart-4)', strokeDasharray: '2 3' },
];

const quantileRows = (points: DashboardPoint[], pick: (point: DashboardPoint) => Quantiles) =>
  points.map((point) => ({ time: point.time, ...pick(point) }));

/** All charts over time. A chunk of its own: the charting library is larger than the rest of the dashboard. */
export function DashboardCharts({ overview }: { overview: DashboardOverview }) {
  const { series: points, interval } = overview;
  const duration = { interval, axis: formatDuration, exact: formatDuration };
  return (
    <div className={classes.charts}>
      <SeriesChart
        title="Requests"
        testId="chart-requests"
        kind="bars"
        interval={interval}
        axis={formatCount}
        exact={formatExact}
        series={[
          { name: 'success', label: 'Success', color: 'var(--chart-2)' },
          { name: 'errors', label: 'Errors', color: chartError },
        ]}
        rows={points.map(({ time, requests, errors }) => ({ time, success: requests - errors, errors }))}
      />
      <SeriesChart
        title="Cost"
        testId="chart-cost"
        kind="area"
        interval={interval}
        axis={formatCostTotal}
        exact={formatCost}
        series={[{ name: 'cost', label: 'Cost', color: 'var(--chart-1)' }]}
        rows={points.map(({ time, cost }) => ({ time, cost }))}
      />
      <SeriesChart
        title="Tokens"
        testId="chart-tokens"
        kind="area"
        interval={interval}
        axis={formatCount}
        exact={formatExact}
        series={[
          { name: 'prompt', label: 'Prompt', color: 'var(--chart-3)' },
          { name: 'completion', label: 'Completion', color: 'var(--chart-5)' },
        ]}
        rows={points.map((point) => ({
          time: point.time,
          prompt: point.promptTokens,
          completion: point.completionTokens,
        }))}
      />
      <SeriesChart
        {...duration}
        title="Latency"
        testId="chart-latency"
        kind="lines"
        series={quantileSeries}
        rows={quantileRows(points, (point) => point.latency)}
      />
      <SeriesChart
        {...duration}
        title="Time to first token"
        testId="chart-ttft"
        kind="lines"
        series={quantileSeries}
        rows={quantileRows(points, (point) => point.ttft)}
      />
      <SeriesChart
        title="Users"
        testId="chart-users"
        kind="bars"
        interval={interval}
        axis={formatCount}
        exact={formatExact}
        series={[{ name: 'users', label: 'Users', color: 'var(--chart-6)' }]}
        rows={points.map(({ time, users }) => ({ time, users }))}
      />
    </div>
  );
}
