import type { ReactNode } from 'react';
import classes from './page.module.css';

type Props = { title: string; hint?: ReactNode; children?: ReactNode };

/** Title of a page on the left, its controls on the right. */
export function PageHeader({ title, hint, children }: Props) {
  return (
    <header className={classes.header}>
      <div className={classes.heading}>
        <h1 className={classes.title}>{title}</h1>
        {hint && <span className={classes.hint}>{hint}</span>}
      </div>
      {children && <div className={classes.controls}>{children}</div>}
    </header>
  );
}
