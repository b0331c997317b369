import { Button, Loader } from '@mantine/core';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { IconCompass } from '@tabler/icons-react';
import { EmptyState } from '../shared/empty-state';
import { ErrorState } from '../shared/error-state';

const center = { display: 'grid', placeItems: 'center', minHeight: '60vh' } as const;

export function RoutePending() {
  return (
    <div style={center} role="status" aria-label="Loading">
      <Loader size="sm" color="var(--accent)" />
    </div>
  );
}

export function NotFoundPage() {
  return (
    <div style={center}>
      <EmptyState
        icon={<IconCompass size={22} stroke={1.5} />}
        title="There is no page here"
        action={
          <Button component={Link} to="/" variant="default">
            Go to the dashboard
          </Button>
        }
      >
        The address may be mistyped, or the page has moved.
      </EmptyState>
    </div>
  );
}

/** Also a new release: an old page asks for chunks that are gone, and a reload brings the new ones. */
export function RouteErrorPage({ error }: ErrorComponentProps) {
  return (
    <div style={center}>
      <ErrorState title="This page did not open" error={error} onRetry={() => window.location.reload()} />
    </div>
  );
}
