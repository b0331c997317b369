import { useState } from 'react';
import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconEyeOff } from '@tabler/icons-react';
import type { KeyPermissions } from '@heliostat/contracts';
import { CopyButton } from '../shared/copy-button';
import { wordsOf } from '../shared/error-state';
import { apiKeysKey, createApiKey } from './api-keys.api';
import { permissionWords } from './permission-words';
import classes from './keys.module.css';

type Props = { opened: boolean; onClose: () => void };

/** Name and permission, then the key itself, this once. */
export function CreateKeyModal({ opened, onClose }: Props) {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [permission, setPermission] = useState<KeyPermissions>('rw');
  const create = useMutation({
    mutationFn: createApiKey,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeysKey }),
  });
  const close = () => {
    onClose();
    setName('');
    setPermission('rw');
    create.reset();
  };
  const made = create.data?.apiKey;

  return (
    <Modal
      opened={opened}
      onClose={close}
      title={made ? 'Your new key' : 'New API key'}
      closeOnClickOutside={made === undefined}
      size={460}
    >
      {made ? (
        <Stack gap="sm">
          <div className={classes.secret}>
            <code className="mono" data-testid="created-key">
              {made}
            </code>
            <CopyButton value={made} text="Copy" testId="copy-created-key" />
          </div>
          <p className={classes.once}>
            <IconEyeOff size={14} /> This is the only time it is shown. Copy it now.
          </p>
          <Group justify="flex-end">
            <Button onClick={close} data-testid="key-done">
              I have copied it
            </Button>
          </Group>
        </Stack>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate({ api_key_name: name.trim(), key_permissions: permission });
          }}
        >
          <Stack gap="md">
            <TextInput
              size="sm"
              label="Name"
              placeholder="Production"
              description="Tells keys apart in this list."
              data-autofocus
              maxLength={100}
              value={name}
              error={create.error ? wordsOf(create.error) : undefined}
              onChange={(event) => setName(event.currentTarget.value)}
              data-testid="key-name"
            />
            <Radio.Group
              label="May"
              value={permission}
              onChange={(value) => setPermission(value as KeyPermissions)}
            >
              <Stack gap={10} mt={6}>
                {Object.entries(permissionWords).map(([value, { label, words }]) => (
                  <Radio key={value} value={value} label={label} description={words} size="xs" />
                ))}
              </Stack>
            </Radio.Group>
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button
                type="submit"
                loading={create.isPending}
                disabled={name.trim() === ''}
                data-testid="create-key"
              >
                Create the key
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
