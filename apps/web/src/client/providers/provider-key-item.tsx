import { ActionIcon, Switch, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import type { ProviderKeyRow } from '@heliostat/contracts';
import { CopyButton } from '../shared/copy-button';
import { wordsOf } from '../shared/error-state';
import { formatAgo, formatExactTime } from '../shared/format';
import { placeOf } from './provider-fields';
import { providerKeysKey, updateProviderKey } from './providers.api';
import classes from './providers.module.css';

type Props = {
  row: ProviderKeyRow;
  provider: string;
  /** Uses this key and no other. */
  modelString: string;
  onEdit?: () => void;
  onDelete?: () => void;
};

/** One key: whose, where it is good, how to name it, and whether calls that name none may use it. */
export function ProviderKeyItem({ row, provider, modelString, onEdit, onDelete }: Props) {
  const place = placeOf(row);
  return (
    <li className={classes.row} data-testid="provider-key-row">
      <div className={classes.name}>
        <strong className="truncate">{row.provider_key_name}</strong>
        <span className="truncate">
          {provider} · <span className="mono">{row.preview}</span>
          {place && ` · ${place}`}
        </span>
        <Tooltip label={formatExactTime(row.created_at)} position="bottom-start">
          <span className={classes.added}>Added {formatAgo(row.created_at)}</span>
        </Tooltip>
      </div>
      <dl className={classes.words}>
        <div>
          <dt>Deployment id</dt>
          <dd>
            <code className="mono" data-testid="deployment-id">
              {row.id}
            </code>
            <CopyButton value={row.id} label="Copy the deployment id" testId="copy-deployment-id" />
          </dd>
        </div>
        <div>
          <dt>Model string</dt>
          <dd>
            <code className="mono truncate" title={modelString} data-testid="model-string">
              {modelString}
            </code>
            <CopyButton value={modelString} label="Copy the model string" testId="copy-model-string" />
          </dd>
        </div>
      </dl>
      <div className={classes.tools}>
        <ByokSwitch row={row} mayChange={onEdit !== undefined} />
        {onEdit && (
          <Tooltip label="Edit">
            <ActionIcon
              onClick={onEdit}
              aria-label={`Edit ${row.provider_key_name}`}
              data-testid="edit-provider-key"
            >
              <IconPencil size={15} />
            </ActionIcon>
          </Tooltip>
        )}
        {onDelete && (
          <Tooltip label="Delete">
            <ActionIcon
              onClick={onDelete}
              aria-label={`Delete ${row.provider_key_name}`}
              data-testid="delete-provider-key"
            >
              <IconTrash size={15} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    </li>
  );
}

function ByokSwitch({ row, mayChange }: { row: ProviderKeyRow; mayChange: boolean }) {
  const queryClient = useQueryClient();
  const turn = useMutation({
    mutationFn: (byokEnabled: boolean) => updateProviderKey(row.id, { byokEnabled }),
    onError: (error) => notifications.show({ color: 'red', message: wordsOf(error) }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: providerKeysKey }),
  });
  const on = turn.isPending ? turn.variables : row.byok_enabled;
  return (
    <Tooltip
      label={
        on ? 'On: calls that name no key may use it' : 'Off: only calls that name its deployment id use it'
      }
    >
      <div>
        <Switch
          aria-label={`Use ${row.provider_key_name} by itself`}
          checked={on}
          disabled={!mayChange}
          onChange={(event) => turn.mutate(event.currentTarget.checked)}
          data-testid="byok-switch"
        />
      </div>
    </Tooltip>
  );
}
