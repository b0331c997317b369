import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RateLimitRule } from '@heliostat/contracts';
import { wordsOf } from '../shared/error-state';
import { ruleWords } from './rate-limit-form';
import { deleteRateLimit, rateLimitsKey } from './rate-limits.api';
import classes from './rate-limits.module.css';

type Props = { rule: RateLimitRule | undefined; onClose: () => void };

/** Asks once more. */
export function DeleteRateLimitModal({ rule, onClose }: Props) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: deleteRateLimit,
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: rateLimitsKey });
    },
  });
  const close = () => {
    onClose();
    remove.reset();
  };
  return (
    <Modal opened={rule !== undefined} onClose={close} title={`Delete “${rule?.name ?? ''}”?`}>
      <p className={classes.lead}>
        {rule && `${ruleWords(rule)}: within a second this holds no more. `}Calls that name it in their header
        pass without it.
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
          onClick={() => rule && remove.mutate(rule.id)}
          data-testid="confirm-delete-rate-limit"
        >
          Delete
        </Button>
      </Group>
    </Modal>
  );
}
