import { useEffect, useRef } from 'react';
import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { whenAllowedAgain } from '../api/query-client';
import { EmptyState } from './empty-state';

type Props = { title?: string; error: unknown; onRetry?: () => void };

export const wordsOf = (error: unknown): string =>
  error instanceof Error && error.message ? error.message : 'Something went wrong in this page.';

/** A failure in words, with a way out; what met a limit of the API is tried again once that allows it (RL-09). */
export function ErrorState({ title = 'This did not load', error, onRetry }: Props) {
  const waitMs = onRetry !== undefined && whenAllowedAgain(error);
  const retry = useRef(onRetry);
  useEffect(() => {
    retry.current = onRetry;
  });
  useEffect(() => {
    if (waitMs === false) return;
    const timer = setTimeout(() => retry.current?.(), waitMs);
    return () => clearTimeout(timer);
  }, [error, waitMs]);
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
        {waitMs !== false && ' This page does so by itself.'}
      </EmptyState>
    </div>
  );
}
