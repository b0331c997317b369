import { UnstyledButton } from '@mantine/core';
import classes from './dashboard.module.css';

export type BreakdownRow = {
  id: string;
  label: string;
  /** Decides the bar's length and the order. */
  weight: number;
  value: string;
  detail?: string;
  mono?: boolean;
};

type Props = {
  title: string;
  rows: BreakdownRow[];
  color?: string;
  empty: string;
  testId: string;
  /** A click filters the page by the row. */
  onPick?: (row: BreakdownRow) => void;
};

const shown = 8;

/** The largest parts of a whole, as bars behind their names. */
export function BreakdownCard({ title, rows, color = 'var(--chart-2)', empty, testId, onPick }: Props) {
  const sorted = [...rows].sort((a, b) => b.weight - a.weight);
  const top = sorted[0]?.weight ?? 0;
  const rest = sorted.length - shown;
  return (
    <section className={classes.card} data-testid={testId} aria-label={title}>
      <div className={classes.cardTop}>
        <h2 className={classes.cardTitle}>{title}</h2>
        {rest > 0 && <span className={classes.more}>and {rest} more</span>}
      </div>
      {sorted.length === 0 ? (
        <div className={classes.nothingList}>{empty}</div>
      ) : (
        <ul className={classes.breakdown}>
          {sorted.slice(0, shown).map((row) => (
            <li key={row.id}>
              <UnstyledButton
                className={classes.breakdownRow}
                onClick={() => onPick?.(row)}
                disabled={!onPick}
                title={row.detail}
                aria-label={`${row.label}: ${row.value}${onPick ? '. Filter by it' : ''}`}
              >
                <span
                  className={classes.bar}
                  style={{
                    width: `${top > 0 ? Math.max(1, (row.weight / top) * 100) : 0}%`,
                    background: color,
                  }}
                />
                <span className={`${classes.breakdownName} truncate ${row.mono ? 'mono' : ''}`}>
                  {row.label}
                </span>
                <span className="num">{row.value}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
