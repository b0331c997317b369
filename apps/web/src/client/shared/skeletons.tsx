import { Skeleton } from '@mantine/core';

/** Placeholder lines of a list while it loads. */
export function RowsSkeleton({ rows = 6, height = 36 }: { rows?: number; height?: number }) {
  return (
    <div aria-hidden="true" style={{ padding: 12, display: 'grid', gap: 10 }}>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height - 18} width={`${96 - ((index * 17) % 34)}%`} radius="sm" />
      ))}
    </div>
  );
}
