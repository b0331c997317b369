import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { wordsOf } from './error-state';
import classes from './states.module.css';

/** Above data that could not be brought up to date: it stays readable, and says so. */
export function StaleNotice({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <div className={classes.stale} role="status" data-testid="stale-notice">
      <IconAlertTriangle size={15} />
      <span>Not up to date. {wordsOf(error)}</span>
      <Button variant="subtle" color="gray" size="compact-xs" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
