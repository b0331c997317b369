import { useState } from 'react';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { whoAmIQuery } from '../api/session.queries';
import { wordsOf } from '../shared/error-state';
import { createOrganization } from './organization.api';

type Props = { opened: boolean; onClose: () => void; onCreated: (id: string) => void };

export function CreateOrganizationModal({ opened, onClose, onCreated }: Props) {
  const [name, setName] = useState('');
  const queryClient = useQueryClient();
  const create = useMutation({
    mutationFn: createOrganization,
    onSuccess: async (id) => {
      await queryClient.invalidateQueries({ queryKey: whoAmIQuery.queryKey });
      setName('');
      onClose();
      onCreated(id);
    },
  });
  return (
    <Modal opened={opened} onClose={onClose} title="New organization">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(name.trim());
        }}
      >
        <Stack gap="sm">
          <TextInput
            size="sm"
            label="Name"
            description="An organization has its own requests, keys, members and settings."
            data-autofocus
            value={name}
            maxLength={100}
            error={create.error ? wordsOf(create.error) : undefined}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
