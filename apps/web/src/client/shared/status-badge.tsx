import { Tooltip } from '@mantine/core';
import { describeStatus } from './http-status';
import classes from './status-badge.module.css';

/** A row's status: number or word, with its meaning on hover. Never by colour alone. */
export function StatusBadge({ status }: { status: number }) {
  const { label, tone, words } = describeStatus(status);
  return (
    <Tooltip label={words}>
      <span className={`${classes.badge} num`} data-tone={tone}>
        <i />
        {label}
      </span>
    </Tooltip>
  );
}
