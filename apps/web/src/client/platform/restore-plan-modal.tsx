import { Group, Modal, Stack } from '@mantine/core';
import { CodeBlock } from '../shared/code-block';
import { CopyButton } from '../shared/copy-button';
import { ErrorState } from '../shared/error-state';
import { RowsSkeleton } from '../shared/skeletons';
import { useRestorePlan } from './platform.api';
import classes from './platform.module.css';

type Props = { backupId: string | undefined; onClose: () => void };

/** The commands and values of a restore: shown, never run from here. */
export function RestorePlanModal({ backupId, onClose }: Props) {
  const { data, error, isPending, refetch } = useRestorePlan(backupId);
  return (
    <Modal opened={backupId !== undefined} onClose={onClose} title={`Restore ${backupId ?? ''}`} size={720}>
      {error && !data ? (
        <ErrorState title="The plan did not load" error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <RowsSkeleton rows={6} />
      ) : (
        <Stack gap="md" data-testid="restore-steps">
          <p className={classes.modalWords}>
            A restore replaces what the stores hold, so it is run by hand, where you can see it through.
          </p>
          <ol className={classes.steps}>
            {data.steps.map(({ title, words, code }) => (
              <li key={title}>
                <strong>{title}</strong>
                <p className={classes.modalWords}>{words}</p>
                <CodeBlock code={code} label={title} />
              </li>
            ))}
          </ol>
          <Group justify="flex-end">
            <CopyButton value={data.text} text="Copy all" testId="copy-restore-plan" />
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
