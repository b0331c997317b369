import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import type { ProviderKeyRow } from '@heliostat/contracts';
import { useSession } from '../api/session.queries';
import { modelsAt, useModels } from '../models/models.api';
import { SettingsTabs } from '../settings/settings-tabs';
import { EmptyState } from '../shared/empty-state';
import { ErrorState } from '../shared/error-state';
import { ExampleCall } from '../shared/example-call';
import { PageHeader } from '../shared/page-header';
import page from '../shared/page.module.css';
import { RowsSkeleton } from '../shared/skeletons';
import { DeleteKeyModal } from './delete-key-modal';
import { InstallationKeys } from './installation-keys';
import { ProviderKeyItem } from './provider-key-item';
import { ProviderKeyModal } from './provider-key-modal';
import { modelStringOf } from './provider-fields';
import { useProviderChoices, useProviderKeys } from './providers.api';
import classes from './providers.module.css';

/** The organisation's own keys for providers (CR-02). */
export function ProvidersPage() {
  const { organization } = useSession();
  const keys = useProviderKeys();
  const choices = useProviderChoices();
  const models = useModels();
  const [edited, setEdited] = useState<ProviderKeyRow | 'new'>();
  const [deleted, setDeleted] = useState<ProviderKeyRow>();
  const mayChange = organization?.role === 'owner' || organization?.role === 'admin';
  const add = mayChange && (
    <Button
      leftSection={<IconPlus size={14} />}
      onClick={() => setEdited('new')}
      data-testid="new-provider-key"
    >
      Add a key
    </Button>
  );
  const nameOf = (provider: string) => choices.data?.find(({ id }) => id === provider)?.name ?? provider;
  const modelString = (row: ProviderKeyRow) =>
    modelStringOf(row, modelsAt(models.data?.models ?? [], row.provider_name));

  return (
    <>
      <PageHeader title="Settings">{add}</PageHeader>
      <SettingsTabs />
      <div className={`${page.body} ${classes.page}`} data-testid="providers">
        <p className={classes.lead}>
          With a key of your own the unified API calls the provider on your account. Your keys are tried
          before the installation’s. They are encrypted, and nobody can read them again.
        </p>
        <div className={page.card}>
          {keys.error && (
            <ErrorState
              title="The keys did not load"
              error={keys.error}
              onRetry={() => void keys.refetch()}
            />
          )}
          {keys.isPending && <RowsSkeleton rows={3} />}
          {keys.data?.length === 0 && (
            <EmptyState
              icon={<IconPlugConnected size={22} stroke={1.5} />}
              title="No provider keys yet"
              action={add}
              testId="providers-empty"
              example={<ExampleCall words="Then a model’s name is enough to call it:" />}
            >
              {mayChange
                ? 'Add the key of a provider that you have an account with. Every API key of this organization may then call its models.'
                : 'Owners and admins may add the key of a provider that the organization has an account with.'}
            </EmptyState>
          )}
          {keys.data && keys.data.length > 0 && (
            <ul className={classes.list}>
              {keys.data.map((row) => (
                <ProviderKeyItem
                  key={row.id}
                  row={row}
                  provider={nameOf(row.provider_name)}
                  modelString={modelString(row)}
                  onEdit={mayChange ? () => setEdited(row) : undefined}
                  onDelete={mayChange ? () => setDeleted(row) : undefined}
                />
              ))}
            </ul>
          )}
        </div>
        {keys.data && keys.data.length > 0 && (
          <ExampleCall
            model={modelString(keys.data[0]!)}
            words={`A call that uses “${keys.data[0]!.provider_key_name}” and no other key:`}
          />
        )}
        {choices.error && <ErrorState error={choices.error} onRetry={() => void choices.refetch()} />}
        {choices.data && <InstallationKeys choices={choices.data} />}
      </div>
      {edited && (
        <ProviderKeyModal
          key={edited === 'new' ? 'new' : edited.id}
          row={edited === 'new' ? undefined : edited}
          choices={choices.data ?? []}
          onClose={() => setEdited(undefined)}
        />
      )}
      <DeleteKeyModal row={deleted} onClose={() => setDeleted(undefined)} />
    </>
  );
}
