import { useEffect, useMemo, useRef } from 'react';
import {
  columnResizingFeature,
  columnSizingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type ColumnSizingState,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { HeliconeRequest } from '@heliostat/contracts';
import type { RequestColumn } from './columns';
import type { Sort, SortColumn } from './request-sort';
import classes from './table.module.css';

const features = tableFeatures({ columnSizingFeature, columnResizingFeature });
const rowHeight = 36;
/** How long a row that came in live is marked. */
const freshMs = 2_500;
/** Rows before the end at which the next page is asked for. */
const aheadRows = 30;

type Props = {
  rows: HeliconeRequest[];
  columns: RequestColumn[];
  sizes: ColumnSizingState;
  onSizes: (sizes: ColumnSizingState) => void;
  sort: Sort;
  onSort: (column: SortColumn) => void;
  cursor: string | undefined;
  opened: string | undefined;
  onOpen: (row: HeliconeRequest) => void;
  arrivedAt: Map<string, number>;
  hasMore: boolean;
  isFetchingMore: boolean;
  onMore: () => void;
  /** Whether the reader has left the top of the list. */
  onScrolled: (away: boolean) => void;
};

/** Only the rows in sight are in the document, so ten thousand scroll like ten. */
export function RequestsTable(props: Props) {
  const { rows, columns, sort, cursor, opened, onOpen, arrivedAt, hasMore, isFetchingMore, onMore } = props;
  const scroller = useRef<HTMLDivElement>(null);

  const definitions = useMemo(
    () =>
      columns.map((column): ColumnDef<typeof features, HeliconeRequest> => ({
        id: column.id,
        header: column.label,
        cell: ({ row }) => column.cell(row.original),
        size: column.size,
        minSize: 64,
        maxSize: 900,
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: (row) => row.request_id,
    columnResizeMode: 'onChange',
    state: { columnSizing: props.sizes },
    onColumnSizingChange: (updater) =>
      props.onSizes(typeof updater === 'function' ? updater(props.sizes) : updater),
  });
  const modelRows = table.getRowModel().rows;

  const virtualizer = useVirtualizer({
    count: modelRows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => modelRows[index]?.id ?? index,
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const lastInSight = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (hasMore && !isFetchingMore && lastInSight >= modelRows.length - aheadRows) onMore();
  }, [hasMore, isFetchingMore, lastInSight, modelRows.length, onMore]);

  useEffect(() => {
    const index = cursor === undefined ? -1 : rows.findIndex(({ request_id }) => request_id === cursor);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
    // Only a moved cursor scrolls; new rows must not pull the list.
  }, [cursor]);

  const width = table.getTotalSize();
  const byId = new Map(columns.map((column) => [column.id, column]));

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      onScroll={(event) => props.onScrolled(event.currentTarget.scrollTop > rowHeight)}
      role="grid"
      aria-label="Requests"
      aria-rowcount={hasMore ? -1 : modelRows.length + 1}
      aria-colcount={columns.length}
      data-testid="requests-table"
      tabIndex={0}
    >
      <div className={classes.head} style={{ minWidth: width }} role="row" aria-rowindex={1}>
        {table.getHeaderGroups()[0]?.headers.map((header) => {
          const column = byId.get(header.id);
          const sorted = column?.sort === sort.column ? sort.direction : undefined;
          return (
            <div
              key={header.id}
              role="columnheader"
              aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
              className={classes.headCell}
              data-align={column?.align}
              style={{ width: header.getSize() }}
            >
              {column?.sort ? (
                <button
                  type="button"
                  className={classes.sort}
                  data-sorted={sorted}
                  onClick={() => props.onSort(column.sort!)}
                  data-testid={`sort-${column.id}`}
                >
                  {column.label}
                  <span aria-hidden="true">{sorted === 'asc' ? '↑' : '↓'}</span>
                </button>
              ) : (
                <span className="truncate">{column?.label}</span>
              )}
              <span
                className={classes.grip}
                aria-hidden="true"
                onMouseDown={header.getResizeHandler()}
                onTouchStart={header.getResizeHandler()}
                onDoubleClick={() => header.column.resetSize()}
              />
            </div>
          );
        })}
      </div>
      <div
        className={classes.rows}
        style={{ height: virtualizer.getTotalSize(), minWidth: width }}
        role="rowgroup"
      >
        {items.map((item) => {
          const row = modelRows[item.index];
          if (!row) return null;
          const fresh = Date.now() - (arrivedAt.get(row.id) ?? 0) < freshMs;
          return (
            <div
              key={row.id}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={row.id === opened}
              className={classes.row}
              data-cursor={row.id === cursor || undefined}
              data-open={row.id === opened || undefined}
              data-fresh={fresh || undefined}
              data-testid="request-row"
              data-request-id={row.id}
              style={{ transform: `translateY(${item.start}px)`, height: rowHeight }}
              onClick={() => onOpen(row.original)}
            >
              {row.getAllCells().map((cell) => (
                <div
                  key={cell.id}
                  role="gridcell"
                  className={classes.cell}
                  data-align={byId.get(cell.column.id)?.align}
                  data-column={cell.column.id}
                  style={{ width: cell.column.getSize() }}
                >
                  <table.FlexRender cell={cell} />
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {isFetchingMore && (
        <div className={classes.more} role="status">
          Loading more…
        </div>
      )}
    </div>
  );
}
