import { Tooltip } from '@mantine/core';
import { formatAgo, formatExactTime } from '../shared/format';

/** A time as its distance from now, and exactly on hover and focus. */
export function Ago({ time, none = '–' }: { time: string | null; none?: string }) {
  if (time === null) return <>{none}</>;
  return (
    <Tooltip label={formatExactTime(time)} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={time} tabIndex={0}>
        {formatAgo(time)}
      </time>
    </Tooltip>
  );
}
