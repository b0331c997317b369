import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Wallet } from '@heliostat/contracts';
import { ErrorState } from '../shared/error-state';
import { RowsSkeleton } from '../shared/skeletons';
import table from '../shared/plain-table.module.css';
import { balanceState, formatCents } from './credit-words';
import { useWallets } from './credits.api';
import { Pager } from './pager';
import { StateWord } from './state-word';
import { WalletModal } from './wallet-modal';
import classes from './credits.module.css';

/** Every organisation's balance, for those who operate the installation. */
export function WalletsCard() {
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 250);
  const [page, setPage] = useState(0);
  const [edited, setEdited] = useState<Wallet>();
  const { data, error, isPending, refetch } = useWallets(search, page, true);
  return (
    <section className={classes.card} aria-label="Organizations" data-testid="wallets">
      <div className={classes.cardTop}>
        <h2 className={classes.cardTitle}>Organizations</h2>
        <TextInput
          aria-label="Find an organization"
          placeholder="Find by name"
          maxLength={100}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
            setPage(0);
          }}
        />
      </div>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && <RowsSkeleton rows={3} />}
      {data?.total === 0 && <p className={classes.nothing}>No organization has such a name.</p>}
      {data && data.total > 0 && (
        <>
          <div className={table.scroll} tabIndex={0} role="region" aria-label="Organizations, table">
            <table className={table.table}>
              <thead>
                <tr>
                  <th scope="col">Organization</th>
                  <th scope="col">State</th>
                  <th scope="col" data-number>
                    Balance
                  </th>
                  <th scope="col" data-number>
                    Set aside
                  </th>
                  <th scope="col" aria-label="Change" />
                </tr>
              </thead>
              <tbody>
                {data.wallets.map((wallet) => (
                  <tr key={wallet.organizationId} data-testid="wallet-row">
                    <th scope="row">{wallet.name}</th>
                    <td>
                      <StateWord state={balanceState(wallet)} />
                    </td>
                    <td data-number className="num">
                      {wallet.balance === null ? '–' : formatCents(wallet.balance)}
                    </td>
                    <td data-number className="num">
                      {formatCents(wallet.reserved)}
                    </td>
                    <td data-number>
                      <Button variant="default" onClick={() => setEdited(wallet)} data-testid="change-wallet">
                        Change
                      </Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Pager page={page} total={data.total} what="organizations" onPage={setPage} />
        </>
      )}
      {edited && (
        <WalletModal key={edited.organizationId} wallet={edited} onClose={() => setEdited(undefined)} />
      )}
    </section>
  );
}
