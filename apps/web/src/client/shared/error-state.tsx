import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { whenAllowedAgain } from '../api/query-client';
import { EmptyState } from './empty-state';

type Props = { title?: string; error: unknown; onRetry?: () => void };

export const wordsOf = (error: unknown): string =>
  error instanceof Error && error.message ? error.message : 'Something went wrong in this page.';

/** A failure in words, with a way out. */
export function ErrorState({ title = 'This did not load', error, onRetry }: Props) {
  return (
    <div role="alert">
      <EmptyState
        testId="error-state"
        icon={<IconPlugConnectedX size={22} stroke={1.5} />}
        title={title}
        action={
          onRetry && (
            <Button variant="default" onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        {wordsOf(error)}
        {whenAllowedAgain(error) && ' This page does so by itself.'}
      </EmptyState>
    </div>
  );
}
