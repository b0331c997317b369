import { Button, Group, Modal } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ProviderKeyRow } from '@heliostat/contracts';
import { wordsOf } from '../shared/error-state';
import { deleteProviderKey, providerKeysKey } from './providers.api';
import classes from './providers.module.css';

/** Asks once more. */
export function DeleteKeyModal({ row, onClose }: { row: ProviderKeyRow | undefined; onClose: () => void }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: deleteProviderKey,
    onSuccess: async () => {
      notifications.show({ message: `“${row?.provider_key_name}” is deleted.` });
      onClose();
      await queryClient.invalidateQueries({ queryKey: providerKeysKey });
    },
  });
  const close = () => {
    onClose();
    remove.reset();
  };
  return (
    <Modal opened={row !== undefined} onClose={close} title={`Delete “${row?.provider_key_name ?? ''}”?`}>
      <p className={classes.lead}>
        Calls that name <span className="mono">{row?.id}</span> are refused within a second, on every proxy.
        The stored key is forgotten; it stays good at the provider until you revoke it there.
      </p>
      {remove.error && (
        <p role="alert" className={classes.fault}>
          {wordsOf(remove.error)}
        </p>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close} data-autofocus>
          Keep it
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() => row && remove.mutate(row.id)}
          data-testid="confirm-delete-provider-key"
        >
          Delete
        </Button>
      </Group>
    </Modal>
  );
}
