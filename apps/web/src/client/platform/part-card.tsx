import type { ReactNode } from 'react';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { PlatformPart } from '@heliostat/contracts';
import classes from './platform.module.css';

type Props<T> = {
  title: string;
  testId: string;
  part: PlatformPart<T>;
  hint?: ReactNode;
  controls?: ReactNode;
  children: (data: T) => ReactNode;
};

/** One part of the page: its data, or why it cannot be read. The others do not mind. */
export function PartCard<T>({ title, testId, part, hint, controls, children }: Props<T>) {
  return (
    <section className={classes.card} aria-label={title} data-testid={testId}>
      <div className={classes.cardTop}>
        <h2 className={classes.cardTitle}>{title}</h2>
        {hint && <span className={classes.hint}>{hint}</span>}
        {controls && <div className={classes.controls}>{controls}</div>}
      </div>
      {part.error !== null && <PartFault error={part.error} />}
      {part.data !== null && children(part.data)}
    </section>
  );
}

/** Why a part cannot be read, where it would be. */
export function PartFault({ error }: { error: string }) {
  return (
    <p className={classes.fault} role="status">
      <IconAlertTriangle size={15} aria-hidden="true" />
      <span>{error}</span>
    </p>
  );
}

export function Nothing({ children }: { children: ReactNode }) {
  return <p className={classes.nothing}>{children}</p>;
}
