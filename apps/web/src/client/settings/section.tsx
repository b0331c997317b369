import type { ReactNode } from 'react';
import classes from './settings.module.css';

type SectionProps = { title: string; words: string; children: ReactNode };

/** One subject of the page: what it is on the left, its controls on the right. */
export function Section({ title, words, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div>
        <h2 className={classes.title}>{title}</h2>
        <p className={classes.words}>{words}</p>
      </div>
      <div className={classes.content}>{children}</div>
    </section>
  );
}
