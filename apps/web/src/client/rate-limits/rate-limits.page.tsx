import { useState } from 'react';
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconGauge, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react';
import type { RateLimitRule } from '@heliostat/contracts';
import { useSession } from '../api/session.queries';
import { apiKeysKey, listApiKeys } from '../keys/api-keys.api';
import { SettingsTabs } from '../settings/settings-tabs';
import { CopyButton } from '../shared/copy-button';
import { EmptyState } from '../shared/empty-state';
import { ErrorState } from '../shared/error-state';
import { ExampleCall } from '../shared/example-call';
import { PageHeader } from '../shared/page-header';
import page from '../shared/page.module.css';
import { RowsSkeleton } from '../shared/skeletons';
import { DeleteRateLimitModal } from './delete-rate-limit-modal';
import { policyHeader, ruleWords } from './rate-limit-form';
import { RateLimitModal } from './rate-limit-modal';
import { useRateLimits } from './rate-limits.api';
import classes from './rate-limits.module.css';

const exampleHeader = policyHeader({ quota: 1_000, window_seconds: 3_600, unit: 'request', segment: 'user' });

/** Limits that hold without a header of the call's own (RL-08). */
export function RateLimitsPage() {
  const { organization } = useSession();
  const rules = useRateLimits();
  const keys = useQuery({ queryKey: apiKeysKey, queryFn: ({ signal }) => listApiKeys(signal) });
  const [edited, setEdited] = useState<RateLimitRule | 'new'>();
  const [deleted, setDeleted] = useState<RateLimitRule>();
  const mayChange = organization?.role === 'owner' || organization?.role === 'admin';
  const add = mayChange && (
    <Button
      leftSection={<IconPlus size={14} />}
      onClick={() => setEdited('new')}
      data-testid="new-rate-limit"
    >
      New limit
    </Button>
  );
  const keyName = (id: string) =>
    keys.data?.find((key) => key.id === id)?.api_key_name ?? 'a key that is revoked';

  return (
    <>
      <PageHeader title="Settings">{add}</PageHeader>
      <SettingsTabs />
      <div className={`${page.body} ${classes.page}`} data-testid="rate-limits">
        <p className={classes.lead}>
          A limit here holds for every call of the organization, or of one API key, within a second. Of
          several that apply the most special one counts: of a property before users before all calls. A call
          may also bring a limit in its own header, or name one of these there.
        </p>
        <div className={page.card}>
          {rules.error && (
            <ErrorState
              title="The limits did not load"
              error={rules.error}
              onRetry={() => void rules.refetch()}
            />
          )}
          {rules.isPending && <RowsSkeleton rows={3} />}
          {rules.data?.length === 0 && (
            <EmptyState
              icon={<IconGauge size={22} stroke={1.5} />}
              title="No limits yet"
              action={add}
              testId="rate-limits-empty"
              example={
                <ExampleCall
                  headers={[exampleHeader, 'Helicone-User-Id: ada']}
                  words="Or let a call bring its own: 1,000 requests an hour for each user."
                />
              }
            >
              {mayChange
                ? 'Without one, calls pass as fast as they come. Over a limit they are answered 429 and reach no provider.'
                : 'Without one, calls pass as fast as they come. Owners and admins may set one.'}
            </EmptyState>
          )}
          {rules.data && rules.data.length > 0 && (
            <ul className={classes.list}>
              {rules.data.map((rule) => (
                <RuleRow
                  key={rule.id}
                  rule={rule}
                  keyName={rule.api_key_id === null ? undefined : keyName(rule.api_key_id)}
                  onEdit={mayChange ? () => setEdited(rule) : undefined}
                  onDelete={mayChange ? () => setDeleted(rule) : undefined}
                />
              ))}
            </ul>
          )}
        </div>
        {!mayChange && <p className={classes.note}>Owners and admins may change this.</p>}
      </div>
      {edited && (
        <RateLimitModal
          key={edited === 'new' ? 'new' : edited.id}
          rule={edited === 'new' ? undefined : edited}
          apiKeys={keys.data ?? []}
          onClose={() => setEdited(undefined)}
        />
      )}
      <DeleteRateLimitModal rule={deleted} onClose={() => setDeleted(undefined)} />
    </>
  );
}

type RowProps = {
  rule: RateLimitRule;
  keyName: string | undefined;
  onEdit?: () => void;
  onDelete?: () => void;
};

function RuleRow({ rule, keyName, onEdit, onDelete }: RowProps) {
  const header = policyHeader(rule);
  return (
    <li className={classes.row} data-testid="rate-limit-row">
      <div className={classes.name}>
        <strong className="truncate">{rule.name}</strong>
        <span>{ruleWords(rule)}</span>
        <span>{keyName === undefined ? 'All API keys' : `Only the key “${keyName}”`}</span>
      </div>
      <div className={classes.header}>
        <code className="mono" data-testid="rate-limit-header">
          {header}
        </code>
        <CopyButton value={header} label="Copy the header" testId="copy-rate-limit-header" />
      </div>
      {onEdit && onDelete && (
        <div className={classes.tools}>
          <Tooltip label="Edit">
            <ActionIcon onClick={onEdit} aria-label={`Edit ${rule.name}`} data-testid="edit-rate-limit">
              <IconPencil size={15} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Delete">
            <ActionIcon onClick={onDelete} aria-label={`Delete ${rule.name}`} data-testid="delete-rate-limit">
              <IconTrash size={15} />
            </ActionIcon>
          </Tooltip>
        </div>
      )}
    </li>
  );
}
