import { useState } from 'react';
import { SegmentedControl } from '@mantine/core';
import { ErrorState } from '../shared/error-state';
import { formatCost, formatExact } from '../shared/format';
import { RowsSkeleton } from '../shared/skeletons';
import table from '../shared/plain-table.module.css';
import { spendRanges, useSpend, type SpendRange } from './credits.api';
import classes from './credits.module.css';

/** What was paid from credits, by model. */
export function SpendCard() {
  const [range, setRange] = useState<SpendRange>('30d');
  const { data, error, isPending, refetch } = useSpend(range);
  return (
    <section className={classes.card} aria-label="Spend by model" data-testid="credit-spend">
      <div className={classes.cardTop}>
        <h2 className={classes.cardTitle}>Spend by model</h2>
        <SegmentedControl
          aria-label="Time window of the spend"
          value={range}
          onChange={(value) => setRange(value as SpendRange)}
          data={Object.entries(spendRanges).map(([value, label]) => ({ value, label }))}
        />
      </div>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && <RowsSkeleton rows={3} />}
      {data?.models.length === 0 && (
        <p className={classes.nothing}>No call of this window was paid from credits.</p>
      )}
      {data && data.models.length > 0 && (
        <div className={table.scroll} tabIndex={0} role="region" aria-label="Spend by model, table">
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Model</th>
                <th scope="col">Provider</th>
                <th scope="col" data-number>
                  Prompt tokens
                </th>
                <th scope="col" data-number>
                  Completion tokens
                </th>
                <th scope="col" data-number>
                  Cost
                </th>
              </tr>
            </thead>
            <tbody>
              {data.models.map(({ model, provider, promptTokens, completionTokens, total }) => (
                <tr key={`${provider}/${model}`}>
                  <th scope="row">{model}</th>
                  <td>{provider}</td>
                  <td data-number className="num">
                    {formatExact(promptTokens)}
                  </td>
                  <td data-number className="num">
                    {formatExact(completionTokens)}
                  </td>
                  <td data-number className="num">
                    {formatCost(total)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
