import type { ReactNode } from 'react';
import classes from './states.module.css';

type Props = {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Below the action: usually a call to copy. */
  example?: ReactNode;
  testId?: string;
};

/** What a place says while it has nothing to show, and what to do about it. */
export function EmptyState({ icon, title, children, action, example, testId }: Props) {
  return (
    <div className={classes.state} data-testid={testId}>
      {icon && <div className={classes.icon}>{icon}</div>}
      <div className={classes.title}>{title}</div>
      {children && <div className={classes.words}>{children}</div>}
      {action && <div className={classes.action}>{action}</div>}
      {example}
    </div>
  );
}
