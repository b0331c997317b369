import { useState } from 'react';
import { Button, Group, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Organization } from '@heliostat/contracts';
import { whoAmIQuery } from '../api/session.queries';
import { wordsOf } from '../shared/error-state';
import { updateOrganization } from './organization.api';
import { Section } from './section';
import classes from './settings.module.css';

const usualRetention = 90;

export function OrganizationSection({ organization }: { organization: Organization }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(organization.name);
  const [days, setDays] = useState<number | null>(organization.retention_days);
  const mayChange = organization.role === 'owner' || organization.role === 'admin';
  const changed = name.trim() !== organization.name || days !== organization.retention_days;
  const save = useMutation({
    mutationFn: () => updateOrganization(organization.id, { name: name.trim(), retention_days: days }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: whoAmIQuery.queryKey });
      notifications.show({ message: 'The organization is saved.' });
    },
  });

  return (
    <Section title="Organization" words="Its name, and how long its requests are kept.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput
            size="sm"
            label="Name"
            value={name}
            maxLength={100}
            disabled={!mayChange}
            onChange={(event) => setName(event.currentTarget.value)}
            data-testid="organization-name"
          />
          <Switch
            label="Delete requests after some time"
            description="Rows and bodies go together. Without it they are kept for ever."
            checked={days !== null}
            data-testid="retention-switch"
            disabled={!mayChange}
            onChange={(event) => setDays(event.currentTarget.checked ? usualRetention : null)}
          />
          {days !== null && (
            <NumberInput
              size="sm"
              label="Days to keep"
              w={160}
              min={1}
              max={3650}
              allowDecimal={false}
              clampBehavior="strict"
              value={days}
              disabled={!mayChange}
              onChange={(value) => setDays(typeof value === 'number' && value >= 1 ? value : 1)}
              data-testid="retention-days"
            />
          )}
          {save.error && (
            <p role="alert" className={classes.fault}>
              {wordsOf(save.error)}
            </p>
          )}
          {mayChange ? (
            <Group>
              <Button
                type="submit"
                loading={save.isPending}
                disabled={!changed || name.trim() === ''}
                data-testid="save-organization"
              >
                Save
              </Button>
            </Group>
          ) : (
            <p className={classes.words}>Owners and admins may change this.</p>
          )}
        </Stack>
      </form>
    </Section>
  );
}
