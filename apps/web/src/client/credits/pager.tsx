import { Button } from '@mantine/core';
import { formatExact } from '../shared/format';
import { pageSize } from './credits.api';
import classes from './credits.module.css';

type Props = { page: number; total: number; what: string; onPage: (page: number) => void };

/** Nothing where one page holds all. */
export function Pager({ page, total, what, onPage }: Props) {
  if (total <= pageSize) return null;
  const last = Math.ceil(total / pageSize) - 1;
  return (
    <div className={classes.pager}>
      <span>
        {formatExact(page * pageSize + 1)}–{formatExact(Math.min(total, (page + 1) * pageSize))} of{' '}
        {formatExact(total)} {what}
      </span>
      <Button variant="default" disabled={page === 0} onClick={() => onPage(page - 1)}>
        Previous
      </Button>
      <Button variant="default" disabled={page >= last} onClick={() => onPage(page + 1)}>
        Next
      </Button>
    </div>
  );
}
