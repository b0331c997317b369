import { Suspense, lazy, useCallback, useMemo, useState } from 'react';
import { Button, Tooltip } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ColumnSizingState } from '@tanstack/react-table';
import type { HeliconeRequest } from '@heliostat/contracts';
import { FilterButton, FilterChips } from '../filters/filter-bar';
import {
  allOf,
  packExpression,
  searchNode,
  toFilterNode,
  unpackExpression,
  type FilterExpression,
} from '../filters/filter-expression';
import { EmptyState } from '../shared/empty-state';
import { ErrorState, wordsOf } from '../shared/error-state';
import { formatCount } from '../shared/format';
import { LiveButton } from '../shared/live-button';
import { ExampleCall } from '../shared/example-call';
import { PageHeader } from '../shared/page-header';
import { RowsSkeleton } from '../shared/skeletons';
import { searchOfWindow, windowLabel, windowOf } from '../shared/time-window';
import { useLocalState } from '../shared/use-local-state';
import { useShortcuts } from '../shared/use-shortcuts';
import { WindowPicker } from '../shared/window-picker';
import { ColumnChooser } from './column-chooser';
import { initialColumns, propertyColumn, propertyKeysOf, standardColumns } from './columns';
import { nextSort, sortOf } from './request-sort';
import type { RequestsSearch } from './requests-search';
import { RequestsTable } from './requests-table';
import { SearchBox } from './search-box';
import { useRequestRows } from './use-request-rows';
import classes from './requests.module.css';

const RequestDrawer = lazy(() =>
  import('./drawer/request-drawer').then((m) => ({ default: m.RequestDrawer })),
);

const readColumns = (value: unknown) =>
  Array.isArray(value) && value.every((id) => typeof id === 'string') && value.length > 0 ? value : undefined;
const readSizes = (value: unknown): ColumnSizingState | undefined =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((size) => typeof size === 'number')
    ? (value as ColumnSizingState)
    : undefined;

export function RequestsPage() {
  const search = useSearch({ from: '/signed-in/shell/requests' });
  const { requestId } = useParams({ strict: false });
  const navigate = useNavigate();
  const window = windowOf(search);
  const expression = unpackExpression(search.filter);
  const words = search.q ?? '';
  const sort = sortOf(search);
  const newestOnTop = sort.column === 'created_at' && sort.direction === 'desc';
  const canFollow = newestOnTop && 'preset' in window;

  const [wantsLive, setWantsLive] = useLocalState('heliostat.requests.live', true, (value) =>
    typeof value === 'boolean' ? value : undefined,
  );
  const [chosen, setChosen] = useLocalState('heliostat.requests.columns', initialColumns, readColumns);
  const [sizes, setSizes] = useLocalState<ColumnSizingState>('heliostat.requests.sizes', {}, readSizes);
  const [away, setAway] = useState(false);
  const [cursor, setCursor] = useState<string>();
  const live = wantsLive && canFollow;

  const list = useRequestRows({
    window,
    filter: allOf(toFilterNode(expression), searchNode(words)),
    sort,
    live,
    hold: away || requestId !== undefined,
  });
  const { rows } = list;

  const propertyKeys = useMemo(() => propertyKeysOf(rows, chosen), [rows, chosen]);
  const keyList = propertyKeys.join('\n');
  const columns = useMemo(
    () => [...standardColumns, ...(keyList ? keyList.split('\n') : []).map(propertyColumn)],
    [keyList],
  );
  const shown = useMemo(() => columns.filter(({ id }) => chosen.includes(id)), [columns, chosen]);

  const change = (part: Partial<RequestsSearch>) =>
    void navigate({ to: '/requests', search: { ...search, ...part }, replace: true });
  const open = useCallback(
    (id: string, replace = false) => {
      setCursor(id);
      void navigate({ to: '/requests/$requestId', params: { requestId: id }, search, replace });
    },
    [navigate, search],
  );
  const close = useCallback(() => void navigate({ to: '/requests', search }), [navigate, search]);

  /** The row `steps` below the cursor; while the drawer is open it follows. */
  const move = (steps: number) => {
    const at = rows.findIndex(({ request_id }) => request_id === (requestId ?? cursor));
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + steps))];
    if (!next) return;
    if (requestId) open(next.request_id, true);
    else setCursor(next.request_id);
  };
  const step = (steps: number) => (event: KeyboardEvent) => {
    event.preventDefault();
    move(steps);
  };
  useShortcuts({
    j: step(1),
    k: step(-1),
    // Beside an open drawer the arrows scroll it.
    ArrowDown: (event) => requestId === undefined && step(1)(event),
    ArrowUp: (event) => requestId === undefined && step(-1)(event),
    Enter: (event) => {
      const onControl = event.target instanceof HTMLElement && event.target.closest('a, button');
      if (cursor && !requestId && !onControl) open(cursor);
    },
    l: () => canFollow && setWantsLive(!wantsLive),
    // The drawer closes itself on Escape.
    Escape: () => requestId === undefined && setCursor(undefined),
  });

  const at = rows.findIndex(({ request_id }) => request_id === requestId);
  const liveHint = list.liveError
    ? `Live waits: ${wordsOf(list.liveError)}`
    : canFollow
      ? 'Shows new requests as they come (l)'
      : 'Live needs a window that ends now, newest first';

  return (
    <div className={classes.page}>
      <PageHeader
        title="Requests"
        hint={
          list.total !== undefined && (
            <span data-testid="requests-total">{formatCount(list.total)} in this window</span>
          )
        }
      >
        <SearchBox value={words} onChange={(q) => change({ q: q.trim() || undefined })} />
        <FilterButton
          value={expression}
          propertyKeys={propertyKeys}
          onChange={(next: FilterExpression) => change({ filter: packExpression(next) })}
        />
        <WindowPicker value={window} onChange={(next) => change(searchOfWindow(next))} />
        <ColumnChooser
          columns={columns}
          chosen={chosen}
          onChange={setChosen}
          onReset={() => {
            setChosen(initialColumns);
            setSizes({});
          }}
        />
        <Tooltip label={liveHint}>
          <LiveButton
            on={live && !list.liveError}
            onChange={() => setWantsLive(!wantsLive)}
            disabled={!canFollow}
          />
        </Tooltip>
      </PageHeader>
      <div className={classes.chips}>
        <FilterChips value={expression} onChange={(next) => change({ filter: packExpression(next) })} />
      </div>

      <div className={classes.area}>
        {list.waiting > 0 && !requestId && (
          <button
            type="button"
            className={classes.pill}
            data-testid="new-rows"
            onClick={() => {
              list.release();
              document.querySelector('[data-testid="requests-table"]')?.scrollTo({ top: 0 });
            }}
          >
            {list.waiting} new
          </button>
        )}
        {list.error ? (
          <ErrorState title="The requests did not load" error={list.error} onRetry={list.reload} />
        ) : list.isPending ? (
          <div role="status" aria-label="Loading the requests">
            <RowsSkeleton rows={16} />
          </div>
        ) : rows.length === 0 ? (
          <NoRows
            filtered={expression.length > 0 || words !== ''}
            label={windowLabel(window)}
            onClear={() => change({ filter: undefined, q: undefined })}
          />
        ) : (
          <RequestsTable
            rows={rows}
            columns={shown.length > 0 ? shown : columns.slice(0, 1)}
            sizes={sizes}
            onSizes={setSizes}
            sort={sort}
            onSort={(column) => {
              const next = nextSort(sort, column);
              change({ sort: `${next.column}:${next.direction}` });
            }}
            cursor={cursor}
            opened={requestId}
            onOpen={(row: HeliconeRequest) => open(row.request_id)}
            arrivedAt={list.arrivedAt}
            hasMore={list.hasMore}
            isFetchingMore={list.isFetchingMore}
            onMore={() => void list.fetchMore()}
            onScrolled={setAway}
          />
        )}
      </div>

      <Suspense>
        {requestId && (
          <RequestDrawer
            requestId={requestId}
            listed={rows[at]}
            onClose={close}
            onPrevious={at > 0 ? () => move(-1) : undefined}
            onNext={at >= 0 && at < rows.length - 1 ? () => move(1) : undefined}
          />
        )}
      </Suspense>
    </div>
  );
}

type NoRowsProps = { filtered: boolean; label: string; onClear: () => void };

function NoRows({ filtered, label, onClear }: NoRowsProps) {
  return (
    <EmptyState
      testId="requests-empty"
      icon={<IconListSearch size={22} stroke={1.5} />}
      title={filtered ? 'Nothing matches' : `No requests: ${label.toLowerCase()}`}
      action={
        filtered ? (
          <Button variant="default" onClick={onClear}>
            Clear search and filters
          </Button>
        ) : (
          <Button component={Link} to="/onboarding">
            Send a request
          </Button>
        )
      }
      example={!filtered && <ExampleCall />}
    >
      {filtered
        ? 'No request of this window fits the search and the filters. Loosen them, or choose a longer window.'
        : 'Calls through the proxy show up here within two seconds. Send one, or choose a longer window.'}
    </EmptyState>
  );
}
