import { formatDuration } from '../../shared/format';
import classes from './drawer.module.css';

type Props = { totalMs: number | null; firstTokenMs: number | null };

/** Where the time went: waiting for the first token, then writing. */
export function TimingBar({ totalMs, firstTokenMs }: Props) {
  if (totalMs === null || totalMs <= 0) return null;
  const first = firstTokenMs !== null && firstTokenMs > 0 && firstTokenMs <= totalMs ? firstTokenMs : null;
  const share = first === null ? 100 : (first / totalMs) * 100;
  return (
    <div className={classes.timing} data-testid="timing">
      <div
        className={classes.timingBar}
        role="img"
        aria-label={
          first === null
            ? `${formatDuration(totalMs)} in all`
            : `${formatDuration(first)} to the first token, ${formatDuration(totalMs)} in all`
        }
      >
        <span style={{ width: `${share}%` }} />
        {first !== null && <span style={{ width: `${100 - share}%` }} data-part="write" />}
      </div>
      <div className={classes.timingWords}>
        {first === null ? (
          <span>Waited {formatDuration(totalMs)}</span>
        ) : (
          <>
            <span>First token {formatDuration(first)}</span>
            <span>Writing {formatDuration(totalMs - first)}</span>
          </>
        )}
        <span>Total {formatDuration(totalMs)}</span>
      </div>
    </div>
  );
}
