import { useState } from 'react';
import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSession, whoAmIQuery } from '../api/session.queries';
import { authClient } from '../auth/auth-client';
import { authWords } from '../auth/enter';
import { wordsOf } from '../shared/error-state';
import { Section } from './section';
import classes from './settings.module.css';

const minimumPassword = 8;

/** better-auth answers errors as values; here they are thrown, as the mutations want it. */
async function settled<T extends { error: Parameters<typeof authWords>[0] | null }>(
  reply: Promise<T>,
): Promise<void> {
  const { error } = await reply;
  if (error) throw new Error(authWords(error));
}

export function ProfileSection() {
  const { whoAmI } = useSession();
  return (
    <Section title="Profile" words="Who you are to the other members, and your password.">
      <Stack gap="lg">
        <NameForm name={whoAmI.user?.name ?? ''} email={whoAmI.user?.email ?? ''} />
        <PasswordForm />
      </Stack>
    </Section>
  );
}

function NameForm({ name, email }: { name: string; email: string }) {
  const queryClient = useQueryClient();
  const [value, setValue] = useState(name);
  const save = useMutation({
    mutationFn: () => settled(authClient.updateUser({ name: value.trim() })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: whoAmIQuery.queryKey });
      notifications.show({ message: 'Your name is saved.' });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput size="sm" label="E-mail" value={email} readOnly variant="filled" />
        <TextInput
          size="sm"
          label="Name"
          value={value}
          error={save.error ? wordsOf(save.error) : undefined}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <Group>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={value.trim() === '' || value.trim() === name}
          >
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function PasswordForm() {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () =>
      settled(
        authClient.changePassword({ currentPassword: current, newPassword: next, revokeOtherSessions: true }),
      ),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      notifications.show({ message: 'Your password is changed; other sessions are signed out.' });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <Stack gap="sm">
        <PasswordInput
          size="sm"
          label="Current password"
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          size="sm"
          label="New password"
          autoComplete="new-password"
          value={next}
          error={
            next !== '' && next.length < minimumPassword
              ? `At least ${minimumPassword} characters`
              : undefined
          }
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        {change.error && (
          <p role="alert" className={classes.fault}>
            {wordsOf(change.error)}
          </p>
        )}
        <Group>
          <Button
            type="submit"
            variant="default"
            loading={change.isPending}
            disabled={current === '' || next.length < minimumPassword}
          >
            Change the password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
