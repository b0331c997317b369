import { Tooltip } from '@mantine/core';
import { useSession } from '../api/session.queries';
import { ErrorState } from '../shared/error-state';
import { PageHeader } from '../shared/page-header';
import page from '../shared/page.module.css';
import { RowsSkeleton } from '../shared/skeletons';
import { addedInAll, balanceState, formatCents } from './credit-words';
import { useBalance } from './credits.api';
import { EntriesCard } from './entries-card';
import { SpendCard } from './spend-card';
import { StateWord } from './state-word';
import { WalletsCard } from './wallets-card';
import classes from './credits.module.css';

/** What the organisation may spend on the installation's keys, and spent; operators set it for everyone. */
export function CreditsPage() {
  const { whoAmI } = useSession();
  const balance = useBalance();
  const { data } = balance;
  return (
    <>
      <PageHeader title="Credits" hint="for calls that the installation’s provider keys pay" />
      <div className={page.body} data-testid="credits">
        <div className={classes.stack}>
          {balance.error && !data && (
            <ErrorState
              title="The balance did not load"
              error={balance.error}
              onRetry={() => void balance.refetch()}
            />
          )}
          {balance.isPending && (
            <div className={page.card} role="status" aria-label="Loading the balance">
              <RowsSkeleton rows={3} />
            </div>
          )}
          {data && (
            <section className={classes.balance} aria-label="Balance">
              <div>
                <h2>Balance</h2>
                <div className={`${classes.amount} num`} data-testid="credit-balance">
                  {data.balance === null ? '–' : formatCents(data.balance)}
                </div>
                <StateWord state={balanceState(data)} />
              </div>
              <div>
                <h2>Set aside</h2>
                <Tooltip label="For calls under way; what they do not use comes back">
                  <div className={`${classes.amount} num`}>{formatCents(data.reserved)}</div>
                </Tooltip>
              </div>
              <div>
                <h2>Spent in all</h2>
                <div className={`${classes.amount} num`} data-testid="credit-spent">
                  {formatCents(data.totalSpend)}
                </div>
              </div>
              <div>
                <h2>Added in all</h2>
                <Tooltip label="What operators added or set, less what they took back">
                  <div className={`${classes.amount} num`} data-testid="credit-added">
                    {formatCents(addedInAll(data))}
                  </div>
                </Tooltip>
              </div>
              <p className={classes.words}>{balanceState(data).words}</p>
            </section>
          )}
          {whoAmI.operatesInstallation && <WalletsCard />}
          <SpendCard />
          <EntriesCard />
        </div>
      </div>
    </>
  );
}
