import { useState } from 'react';
import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Wallet } from '@heliostat/contracts';
import { wordsOf } from '../shared/error-state';
import { centsOf, formatCents } from './credit-words';
import { changeWallet, creditsKey, type WalletChange } from './credits.api';
import classes from './credits.module.css';

type AmountKind = 'add' | 'take' | 'set';

const amountWords: Record<AmountKind, string> = {
  add: 'Goes on top of the balance.',
  take: 'Goes off the balance.',
  set: 'Becomes the balance, whatever it was.',
};

/** Adds, takes or sets an amount, suspends an organisation, or lifts its limit. */
export function WalletModal({ wallet, onClose }: { wallet: Wallet; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<AmountKind>('add');
  const [dollars, setDollars] = useState<number | string>('');
  const [reason, setReason] = useState('');
  const change = useMutation({
    mutationFn: (input: WalletChange) => changeWallet(wallet.organizationId, input),
    onSuccess: async () => {
      notifications.show({ message: `The credits of “${wallet.name}” are changed.` });
      onClose();
      await queryClient.invalidateQueries({ queryKey: creditsKey });
    },
  });
  const cents = centsOf(dollars);
  const valid = cents !== undefined && (kind === 'set' || cents > 0);
  return (
    <Modal opened onClose={onClose} title={`Credits of “${wallet.name}”`} size={460}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (valid) change.mutate({ kind, cents, reason: reason.trim() });
        }}
      >
        <Stack gap="md">
          <p className={classes.modalWords}>
            {wallet.limited
              ? `The balance is ${formatCents(wallet.balance ?? 0)}.`
              : 'There is no balance, so nothing is refused. The first amount makes one, and limits the organization to it; suspending makes one of $0.'}
          </p>
          <SegmentedControl
            aria-label="What to do with the amount"
            value={kind}
            onChange={(value) => setKind(value as AmountKind)}
            data={[
              { value: 'add', label: 'Add' },
              { value: 'take', label: 'Take' },
              { value: 'set', label: 'Set' },
            ]}
          />
          <NumberInput
            size="sm"
            label="Amount in USD"
            description={amountWords[kind]}
            prefix="$"
            thousandSeparator=","
            decimalScale={6}
            min={kind === 'set' ? undefined : 0}
            max={1e8}
            data-autofocus
            value={dollars}
            onChange={setDollars}
            data-testid="wallet-amount"
          />
          <TextInput
            size="sm"
            label="Note"
            placeholder="INV-2026-11"
            description="The organization sees it beside the change."
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {change.error && (
            <p role="alert" className={classes.fault}>
              {wordsOf(change.error)}
            </p>
          )}
          <Group justify="space-between" gap="xs">
            <Group gap="xs">
              <Button
                variant="default"
                color="red"
                disabled={change.isPending}
                onClick={() =>
                  change.mutate({ kind: 'suspend', suspended: !wallet.suspended, reason: reason.trim() })
                }
                data-testid="suspend-wallet"
              >
                {wallet.suspended ? 'Let it spend again' : 'Suspend'}
              </Button>
              {wallet.limited && (
                <Button
                  variant="default"
                  disabled={change.isPending}
                  onClick={() => change.mutate({ kind: 'unlimit' })}
                  title="The balance goes, and nothing is refused"
                >
                  Lift the limit
                </Button>
              )}
            </Group>
            <Button type="submit" loading={change.isPending} disabled={!valid} data-testid="save-wallet">
              {kind === 'add' ? 'Add' : kind === 'take' ? 'Take' : 'Set'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
