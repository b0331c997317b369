import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { PlatformOverview } from '@heliostat/contracts';
import { Ago } from './ago';
import { statusWords } from './platform-words';
import classes from './platform.module.css';

const icons = { healthy: IconCircleCheck, degraded: IconAlertTriangle, failing: IconCircleX };

/** Whether all is well, or what is wrong now. */
export function StatusBanner({ overview }: { overview: PlatformOverview }) {
  const { tone, words } = statusWords(overview);
  const Icon = icons[overview.status];
  return (
    <section className={classes.banner} data-tone={tone} data-testid="platform-status" aria-label="Status">
      <div className={classes.bannerTop}>
        <Icon size={18} aria-hidden="true" />
        <strong role="status">{words}</strong>
        <span className={classes.checked}>
          Checked <Ago time={overview.generatedAt} />
        </span>
      </div>
      {overview.problems.length > 0 && (
        <ul className={classes.problems} data-testid="platform-problems">
          {overview.problems.map(({ severity, subject, message }) => (
            <li key={`${subject}: ${message}`} data-severity={severity}>
              <strong>{subject}</strong> {message}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
