import { useState } from 'react';
import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PlatformBackupSchedule } from '@heliostat/contracts';
import { wordsOf } from '../shared/error-state';
import { platformKey, runBackup } from './platform.api';
import classes from './platform.module.css';

type Props = { opened: boolean; onClose: () => void; schedules: PlatformBackupSchedule[] };

/** Asks once more, and which schedule's stores where there are several. */
export function RunBackupModal({ opened, onClose, schedules }: Props) {
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<string>();
  const schedule = chosen ?? schedules[0]?.name;
  const run = useMutation({
    mutationFn: runBackup,
    onSuccess: async ({ name }) => {
      notifications.show({ message: `The backup runs as ${name}.` });
      close();
      await queryClient.invalidateQueries({ queryKey: platformKey, exact: true });
    },
  });
  const close = () => {
    onClose();
    run.reset();
  };
  return (
    <Modal opened={opened} onClose={close} title="Run a backup now?">
      <Stack gap="sm">
        <p className={classes.modalWords}>
          Starts a Job in the cluster that copies the stores while everything goes on serving. It takes
          processor time and writes to the backup bucket.
        </p>
        {schedules.length > 1 && (
          <Radio.Group label="As" value={schedule} onChange={setChosen}>
            <Stack gap={8} mt={6}>
              {schedules.map(({ name, schedule: cron }) => (
                <Radio key={name} value={name} label={name} description={cron} size="xs" />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {run.error && (
          <p role="alert" className={classes.bad}>
            {wordsOf(run.error)}
          </p>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button loading={run.isPending} onClick={() => run.mutate(schedule)} data-testid="confirm-backup">
            Run it
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
