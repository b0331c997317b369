import type { ReactNode } from 'react';
import { Logo } from '../theme/logo';
import { HeliostatField } from './heliostat-field';
import classes from './auth.module.css';

type Props = { title: string; words?: ReactNode; children: ReactNode; foot?: ReactNode };

/** The pages outside the session: a form on the left, the brand on the right where there is room. */
export function AuthLayout({ title, words, children, foot }: Props) {
  return (
    <div className={classes.page}>
      <main className={classes.side}>
        <Logo size={24} />
        <div className={classes.form}>
          <h1 className={classes.title}>{title}</h1>
          {words && <p className={classes.words}>{words}</p>}
          {children}
          {foot && <p className={classes.foot}>{foot}</p>}
        </div>
        <p className={classes.legal}>Self-hosted. Your prompts stay on your machines.</p>
      </main>
      <aside className={classes.brand} aria-hidden="true">
        <HeliostatField />
        <p className={classes.claim}>
          Every call to every model,
          <br />
          seen two seconds later.
        </p>
      </aside>
    </div>
  );
}
