import { Suspense, lazy, useState } from 'react';
import { Button, Skeleton, Tooltip } from '@mantine/core';
import { IconSunrise } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { FilterButton, FilterChips } from '../filters/filter-bar';
import { packExpression, withRule, type FilterExpression } from '../filters/filter-expression';
import { EmptyState } from '../shared/empty-state';
import { ErrorState } from '../shared/error-state';
import { LiveButton } from '../shared/live-button';
import { ExampleCall } from '../shared/example-call';
import { PageHeader } from '../shared/page-header';
import page from '../shared/page.module.css';
import { searchOfWindow, windowOf } from '../shared/time-window';
import { StaleNotice } from '../shared/stale-notice';
import { WindowPicker } from '../shared/window-picker';
import { Breakdowns } from './breakdowns';
import { refreshMs, useOverview } from './dashboard.api';
import { expressionOf } from './dashboard-search';
import { Tiles, TilesSkeleton } from './tiles';
import classes from './dashboard.module.css';

const DashboardCharts = lazy(() =>
  import('./charts').then((module) => ({ default: module.DashboardCharts })),
);

export function DashboardPage() {
  const search = useSearch({ from: '/signed-in/shell/dashboard' });
  const navigate = useNavigate({ from: '/dashboard' });
  const [live, setLive] = useState(true);
  const window = windowOf(search);
  const expression = expressionOf(search);
  const { data, error, isPending, isPlaceholderData, refetch } = useOverview(window, expression, live);

  const setFilter = (next: FilterExpression) =>
    void navigate({ search: (old) => ({ ...old, filter: packExpression(next) }), replace: true });

  return (
    <>
      <PageHeader title="Dashboard">
        <FilterButton value={expression} onChange={setFilter} />
        <WindowPicker
          value={window}
          onChange={(next) => void navigate({ search: (old) => ({ ...old, ...searchOfWindow(next) }) })}
        />
        {refreshMs(window) !== false && (
          <Tooltip label={live ? 'Refreshes by itself' : 'Standing still'}>
            <LiveButton on={live} onChange={setLive} />
          </Tooltip>
        )}
      </PageHeader>
      <div className={page.body} data-testid="dashboard" data-stale={isPlaceholderData || undefined}>
        <div className={classes.stack}>
          <FilterChips value={expression} onChange={setFilter} />
          {error && !data && (
            <ErrorState title="The dashboard did not load" error={error} onRetry={() => void refetch()} />
          )}
          {error && data && <StaleNotice error={error} onRetry={() => void refetch()} />}
          {isPending && <DashboardSkeleton />}
          {data && data.totals.requests === 0 && expression.length === 0 && data.previous.requests === 0 ? (
            <NothingYet />
          ) : (
            data && (
              <>
                <Tiles overview={data} />
                <Suspense fallback={<ChartsSkeleton />}>
                  <DashboardCharts overview={data} />
                </Suspense>
                <Breakdowns overview={data} onFilter={(rule) => setFilter(withRule(expression, rule))} />
              </>
            )
          )}
        </div>
      </div>
    </>
  );
}

function NothingYet() {
  return (
    <div className={page.card}>
      <EmptyState
        testId="dashboard-empty"
        icon={<IconSunrise size={22} stroke={1.5} />}
        title="No requests in this window"
        action={
          <Button component={Link} to="/onboarding">
            Send a request
          </Button>
        }
        example={<ExampleCall />}
      >
        Point an application’s base URL at the proxy and its calls show up here within two seconds. Or choose
        a longer window above.
      </EmptyState>
    </div>
  );
}

function ChartsSkeleton() {
  return (
    <div className={classes.charts} aria-hidden="true">
      {Array.from({ length: 6 }, (_, index) => (
        <div key={index} className={classes.card}>
          <Skeleton height={12} width={80} radius="sm" />
          <Skeleton height={176} mt={18} radius="md" />
        </div>
      ))}
    </div>
  );
}

function DashboardSkeleton() {
  return (
    <div className={classes.stack} role="status" aria-label="Loading the dashboard">
      <TilesSkeleton />
      <ChartsSkeleton />
    </div>
  );
}
