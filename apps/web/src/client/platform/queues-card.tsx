import type { PlatformOverview, queueNames } from '@heliostat/contracts';
import { formatExact } from '../shared/format';
import { PartCard } from './part-card';
import classes from './platform.module.css';

const words: Record<keyof typeof queueNames, string> = {
  ingest: 'sealed segments on their way into ClickHouse',
  retention: 'removes what is older than its organization keeps',
  reconcile: 'finds segments that have no rows',
  rollup: 'sums for the dashboard',
  credits: 'settles calls that ended without a proxy',
  posthog: 'tells PostHog of calls that ask for it',
};
const wordsOf = (name: string) => (name in words ? words[name as keyof typeof words] : undefined);

export function QueuesCard({ queues }: { queues: PlatformOverview['queues'] }) {
  const store = queues.data?.store === 'redis' ? 'in Redis' : 'in PostgreSQL';
  return (
    <PartCard title="Queues" testId="platform-queues" part={queues} hint={queues.data ? store : undefined}>
      {(data) => (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label="Queues, table">
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Queue</th>
                <th scope="col" data-number>
                  Waiting
                </th>
                <th scope="col" data-number>
                  Active
                </th>
                <th scope="col" data-number>
                  Delayed
                </th>
                <th scope="col" data-number>
                  Failed
                </th>
              </tr>
            </thead>
            <tbody>
              {data.queues.map(({ name, waiting, active, delayed, failed }) => (
                <tr key={name} data-testid="platform-queue">
                  <th scope="row">
                    {name}
                    <span className={classes.under}>{wordsOf(name)}</span>
                  </th>
                  <td data-number className="num">
                    {formatExact(waiting)}
                  </td>
                  <td data-number className="num">
                    {formatExact(active)}
                  </td>
                  <td data-number className="num">
                    {formatExact(delayed)}
                  </td>
                  <td data-number className="num" data-tone={failed > 0 ? 'bad' : undefined}>
                    {formatExact(failed)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </PartCard>
  );
}
