import { useState } from 'react';
import { Badge, Button, Group, Modal, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconKey, IconPlus } from '@tabler/icons-react';
import type { ApiKeySummary } from '@heliostat/contracts';
import { useSession } from '../api/session.queries';
import { EmptyState } from '../shared/empty-state';
import { ErrorState, wordsOf } from '../shared/error-state';
import { ExampleCall } from '../shared/example-call';
import { formatAgo, formatExactTime } from '../shared/format';
import { PageHeader } from '../shared/page-header';
import page from '../shared/page.module.css';
import { RowsSkeleton } from '../shared/skeletons';
import { apiKeysKey, listApiKeys, revokeApiKey } from './api-keys.api';
import { useMembers } from '../settings/organization.api';
import { CreateKeyModal } from './create-key-modal';
import { permissionWords } from './permission-words';
import classes from './keys.module.css';

export function KeysPage() {
  const { organization } = useSession();
  const keys = useQuery({ queryKey: apiKeysKey, queryFn: ({ signal }) => listApiKeys(signal) });
  const members = useMembers(organization?.id);
  const nameOf = (id: string | null) => {
    const member = members.data?.find((candidate) => candidate.member === id);
    return member && (member.name || member.email);
  };
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKeySummary>();
  const mayChange = organization !== undefined && organization.role !== 'viewer';
  const create = mayChange && (
    <Button leftSection={<IconPlus size={14} />} onClick={() => setCreating(true)} data-testid="new-key">
      New key
    </Button>
  );

  return (
    <>
      <PageHeader title="API keys">{create}</PageHeader>
      <div className={`${page.body} ${page.narrow}`}>
        <p className={classes.lead}>
          Applications send a key in <code className="mono">Authorization: Bearer …</code> to the unified API,
          and in <code className="mono">Helicone-Auth: Bearer …</code> beside a provider’s own key. Only its
          hash is stored; a revoked key stops working on every proxy within a second.
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
              icon={<IconKey size={22} stroke={1.5} />}
              title="No keys yet"
              action={create}
              testId="keys-empty"
              example={<ExampleCall words="With a key in HELIOSTAT_API_KEY:" />}
            >
              A key tells the proxy whose request it is. Without one nothing is forwarded.
            </EmptyState>
          )}
          {keys.data && keys.data.length > 0 && (
            <ul className={classes.list}>
              {keys.data.map((key) => (
                <KeyRow
                  key={key.id}
                  apiKey={key}
                  creator={nameOf(key.created_by)}
                  onRevoke={mayChange ? () => setRevoking(key) : undefined}
                />
              ))}
            </ul>
          )}
        </div>
      </div>
      <CreateKeyModal opened={creating} onClose={() => setCreating(false)} />
      <RevokeModal apiKey={revoking} onClose={() => setRevoking(undefined)} />
    </>
  );
}

type KeyRowProps = { apiKey: ApiKeySummary; creator: string | undefined; onRevoke?: () => void };

function KeyRow({ apiKey, creator, onRevoke }: KeyRowProps) {
  const permission = permissionWords[apiKey.key_permissions];
  return (
    <li className={classes.row} data-testid="key-row">
      <div className={classes.name}>
        <strong className="truncate">{apiKey.api_key_name}</strong>
        <span className="mono">{apiKey.preview}</span>
      </div>
      <Tooltip label={permission.words}>
        <Badge variant="default">{permission.label}</Badge>
      </Tooltip>
      <div className={classes.used}>
        <Tooltip
          label={apiKey.last_used_at ? formatExactTime(apiKey.last_used_at) : 'No request came with this key'}
        >
          <span>{apiKey.last_used_at ? `Used ${formatAgo(apiKey.last_used_at)}` : 'Never used'}</span>
        </Tooltip>
        <span>
          Made {formatAgo(apiKey.created_at)}
          {creator && ` by ${creator}`}
        </span>
      </div>
      {onRevoke && (
        <Button variant="subtle" color="red" c="var(--bad)" onClick={onRevoke} data-testid="revoke-key">
          Revoke
        </Button>
      )}
    </li>
  );
}

function RevokeModal({ apiKey, onClose }: { apiKey: ApiKeySummary | undefined; onClose: () => void }) {
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: revokeApiKey,
    onSuccess: async () => {
      notifications.show({ message: `“${apiKey?.api_key_name}” is revoked.` });
      onClose();
      await queryClient.invalidateQueries({ queryKey: apiKeysKey });
    },
  });
  return (
    <Modal opened={apiKey !== undefined} onClose={onClose} title={`Revoke “${apiKey?.api_key_name ?? ''}”?`}>
      <p className={classes.words}>
        Applications that use <span className="mono">{apiKey?.preview}</span> are refused at once. This cannot
        be undone; what the key logged stays.
      </p>
      {revoke.error && (
        <p role="alert" className={classes.fault}>
          {wordsOf(revoke.error)}
        </p>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep it
        </Button>
        <Button
          color="red"
          loading={revoke.isPending}
          onClick={() => apiKey && revoke.mutate(apiKey.id)}
          data-testid="confirm-revoke"
        >
          Revoke
        </Button>
      </Group>
    </Modal>
  );
}
