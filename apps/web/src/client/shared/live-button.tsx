import { forwardRef } from 'react';
import { Button } from '@mantine/core';
import classes from './live-button.module.css';

type Props = { on: boolean; onChange: (on: boolean) => void; disabled?: boolean };

/** Turns following new calls on and off. */
export const LiveButton = forwardRef<HTMLButtonElement, Props>(function LiveButton(
  { on, onChange, ...rest },
  ref,
) {
  return (
    <Button
      ref={ref}
      variant="default"
      aria-pressed={on}
      leftSection={<span className={classes.dot} data-on={on || undefined} />}
      onClick={() => onChange(!on)}
      data-testid="live-button"
      {...rest}
    >
      Live
    </Button>
  );
});
