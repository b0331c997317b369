import type { DashboardBreakdown, DashboardOverview } from '@heliostat/contracts';
import type { FilterRule } from '../filters/filter-expression';
import { countryName, formatCostTotal, formatCount, formatDuration, formatExact } from '../shared/format';
import { describeStatus } from '../shared/http-status';
import { BreakdownCard, type BreakdownRow } from './breakdown-card';
import classes from './dashboard.module.css';

const detailOf = (part: DashboardBreakdown) =>
  `${formatExact(part.requests)} requests, ${formatExact(part.errors)} errors, ${formatCostTotal(part.cost)}, ` +
  `${formatCount(part.tokens)} tokens, p50 ${formatDuration(part.latencyP50)}`;

const byRequests = (parts: DashboardBreakdown[], nameless: string): BreakdownRow[] =>
  parts.map((part) => ({
    id: part.name,
    label: part.name || nameless,
    weight: part.requests,
    value: formatCount(part.requests),
    detail: detailOf(part),
  }));

type Props = { overview: DashboardOverview; onFilter: (rule: FilterRule) => void };

export function Breakdowns({ overview, onFilter }: Props) {
  const pick = (field: string) => (row: BreakdownRow) => {
    if (row.id !== '') onFilter({ field, operator: 'equals', value: row.id });
  };
  const failures = overview.statuses.filter(({ status }) => status >= 400 || status <= 0);
  return (
    <div className={classes.charts}>
      <BreakdownCard
        title="Models"
        testId="breakdown-models"
        empty="No model was called in this window"
        rows={byRequests(overview.models, 'Unknown model')}
        onPick={pick('model')}
      />
      <BreakdownCard
        title="Models by cost"
        testId="breakdown-model-costs"
        color="var(--chart-1)"
        empty="Nothing was spent in this window"
        rows={overview.models
          .filter((part) => part.cost > 0)
          .map((part) => ({
            id: part.name,
            label: part.name || 'Unknown model',
            weight: part.cost,
            value: formatCostTotal(part.cost),
            detail: detailOf(part),
          }))}
        onPick={pick('model')}
      />
      <BreakdownCard
        title="Errors by status"
        testId="breakdown-errors"
        color="var(--chart-error)"
        empty="No errors in this window"
        rows={failures.map(({ status, requests }) => ({
          id: String(status),
          label: describeStatus(status).label,
          detail: describeStatus(status).words,
          weight: requests,
          value: formatCount(requests),
        }))}
        onPick={pick('status')}
      />
      <BreakdownCard
        title="Providers"
        testId="breakdown-providers"
        color="var(--chart-5)"
        empty="No provider was called in this window"
        rows={byRequests(overview.providers, 'No provider was asked')}
        onPick={pick('provider')}
      />
      <BreakdownCard
        title="Users"
        testId="breakdown-users"
        color="var(--chart-3)"
        empty="No request named its user: send Helicone-User-Id"
        rows={byRequests(
          overview.users.filter(({ name }) => name !== ''),
          'Unknown',
        )}
        onPick={pick('user')}
      />
      <BreakdownCard
        title="Countries"
        testId="breakdown-countries"
        color="var(--chart-4)"
        empty="No request carried a country"
        rows={overview.countries
          .filter(({ country }) => country !== '')
          .map(({ country, requests }) => ({
            id: country,
            label: countryName(country),
            weight: requests,
            value: formatCount(requests),
          }))}
        onPick={pick('country')}
      />
    </div>
  );
}
