import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { IconReceipt } from '@tabler/icons-react';
import { EmptyState } from '../shared/empty-state';
import { ErrorState } from '../shared/error-state';
import { ExampleCall } from '../shared/example-call';
import { formatTime } from '../shared/format';
import { RowsSkeleton } from '../shared/skeletons';
import table from '../shared/plain-table.module.css';
import { entryKind, formatCents } from './credit-words';
import { useEntries } from './credits.api';
import { Pager } from './pager';
import classes from './credits.module.css';

/** Every change of the balance, newest first. */
export function EntriesCard() {
  const [page, setPage] = useState(0);
  const { data, error, isPending, refetch } = useEntries(page);
  return (
    <section className={classes.card} aria-label="Changes of the balance" data-testid="credit-entries">
      <h2 className={classes.cardTitle}>Changes of the balance</h2>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && <RowsSkeleton rows={4} />}
      {data?.total === 0 && (
        <EmptyState
          icon={<IconReceipt size={22} stroke={1.5} />}
          title="Nothing was added or spent"
          testId="credit-entries-empty"
          example={
            <ExampleCall words="A call that credits pay, where the installation has a key for the model:" />
          }
        >
          Once an operator of this installation sets a balance, each call on its keys stands here with what it
          cost.
        </EmptyState>
      )}
      {data && data.total > 0 && (
        <>
          <div className={table.scroll} tabIndex={0} role="region" aria-label="Changes of the balance, table">
            <table className={table.table}>
              <thead>
                <tr>
                  <th scope="col">Time</th>
                  <th scope="col">What</th>
                  <th scope="col">Note or request</th>
                  <th scope="col" data-number>
                    Amount
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.entries.map(({ id, createdAt, kind, amount, requestId, note }) => (
                  <tr key={id} data-testid="credit-entry">
                    <td className="num">{formatTime(createdAt)}</td>
                    <td>{entryKind(kind)}</td>
                    <td>
                      {requestId ? (
                        <Link to="/requests/$requestId" params={{ requestId }} className={table.link}>
                          <span className="mono">{requestId}</span>
                        </Link>
                      ) : (
                        (note ?? '–')
                      )}
                    </td>
                    <td data-number className="num" data-tone={amount > 0 ? 'good' : undefined}>
                      {amount > 0 && '+'}
                      {formatCents(amount)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Pager page={page} total={data.total} what="changes" onPage={setPage} />
        </>
      )}
    </section>
  );
}
