import { Fragment, memo, useState } from 'react';
import { ActionIcon, Badge } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { ModelRegistryItem } from '@heliostat/contracts';
import { CopyButton } from '../shared/copy-button';
import { formatExact } from '../shared/format';
import table from '../shared/plain-table.module.css';
import { capabilitiesOf, cheapest, formatContext, formatPrice, hasPrice } from './filter-models';
import { capabilityWords } from './models-search';
import classes from './models.module.css';

type Props = {
  models: ModelRegistryItem[];
  /** The provider that is filtered for; prices are its own then. */
  provider: string | undefined;
  nameOf: (provider: string) => string;
  /** Providers that a key exists for. */
  payable: ReadonlySet<string>;
};

const columns = 8;
/** More providers than this are counted. */
const shownProviders = 3;

/** One row for each model; opened, one for each provider of it. */
export function ModelsTable({ models, provider, nameOf, payable }: Props) {
  const [open, setOpen] = useState<string>();
  return (
    <div className={table.scroll} tabIndex={0} role="region" aria-label="Models, table">
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col" aria-label="Providers of the model" />
            <th scope="col">Model</th>
            <th scope="col">Author</th>
            <th scope="col" data-number>
              Context
            </th>
            <th scope="col" data-number>
              Input
            </th>
            <th scope="col" data-number>
              Output
            </th>
            <th scope="col">Providers</th>
            <th scope="col">Capabilities</th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <Fragment key={model.id}>
              <ModelRow
                model={model}
                provider={provider}
                nameOf={nameOf}
                open={open === model.id}
                onToggle={() => setOpen(open === model.id ? undefined : model.id)}
              />
              {open === model.id && <EndpointRows model={model} nameOf={nameOf} payable={payable} />}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = Pick<Props, 'provider' | 'nameOf'> & {
  model: ModelRegistryItem;
  open: boolean;
  onToggle: () => void;
};

// Some hundred rows; all but the two that open and close stay as they are.
const ModelRow = memo(
  function ModelRow({ model, provider, nameOf, open, onToggle }: RowProps) {
    const price = cheapest(model, provider)?.pricing;
    const modelString = provider === undefined ? model.id : `${model.id}/${provider}`;
    const others = model.endpoints.length - shownProviders;
    return (
      <tr data-testid="model-row" data-model={model.id}>
        <td>
          <ActionIcon
            size={22}
            onClick={onToggle}
            aria-expanded={open}
            aria-label={`Providers of ${model.name}`}
            data-testid="open-model"
          >
            <IconChevronRight size={14} className={classes.chevron} data-open={open || undefined} />
          </ActionIcon>
        </td>
        <th scope="row" title={model.description}>
          <div className={classes.modelName}>{model.name}</div>
          <div className={classes.modelId}>
            <code className="mono">{modelString}</code>
            <CopyButton value={modelString} label={`Copy ${modelString}`} testId="copy-model" />
          </div>
        </th>
        <td>{model.author}</td>
        <td data-number className="num" title={`${formatExact(model.contextLength)} tokens`}>
          {formatContext(model.contextLength)}
        </td>
        <td data-number className="num">
          {formatPrice(price?.prompt)}
        </td>
        <td data-number className="num">
          {formatPrice(price?.completion)}
        </td>
        <td>
          {model.endpoints
            .slice(0, shownProviders)
            .map((endpoint) => nameOf(endpoint.provider))
            .join(', ')}
          {others > 0 && <span className={classes.more}> and {others} more</span>}
        </td>
        <td>
          <div className={classes.badges}>
            {capabilitiesOf(model).map((capability) => (
              <Badge key={capability} variant="default">
                {capabilityWords[capability]}
              </Badge>
            ))}
          </div>
        </td>
      </tr>
    );
  },
  (before, after) =>
    before.model === after.model && before.open === after.open && before.provider === after.provider,
);

function EndpointRows({
  model,
  nameOf,
  payable,
}: Pick<Props, 'nameOf' | 'payable'> & { model: ModelRegistryItem }) {
  return (
    <tr className={classes.opened} data-testid="model-providers">
      <td />
      <td colSpan={columns - 1}>
        {model.description && <p className={classes.description}>{model.description}</p>}
        <table className={`${table.table} ${classes.endpoints}`}>
          <thead>
            <tr>
              <th scope="col">Provider</th>
              <th scope="col">Model string</th>
              <th scope="col" data-number>
                Input
              </th>
              <th scope="col" data-number>
                Output
              </th>
              <th scope="col" data-number>
                Cache read
              </th>
              <th scope="col" data-number>
                Cache write
              </th>
              <th scope="col">Key</th>
            </tr>
          </thead>
          <tbody>
            {model.endpoints.map((endpoint) => {
              const { provider, pricing } = endpoint;
              const modelString = `${model.id}/${provider}`;
              const known = hasPrice(endpoint);
              return (
                <tr key={provider}>
                  <th scope="row">{nameOf(provider)}</th>
                  <td>
                    <span className={classes.modelId}>
                      <code className="mono">{modelString}</code>
                      <CopyButton value={modelString} label={`Copy ${modelString}`} />
                    </span>
                  </td>
                  <td data-number className="num">
                    {formatPrice(known ? pricing.prompt : undefined)}
                  </td>
                  <td data-number className="num">
                    {formatPrice(known ? pricing.completion : undefined)}
                  </td>
                  <td data-number className="num">
                    {formatPrice(pricing.cacheRead)}
                  </td>
                  <td data-number className="num">
                    {formatPrice(pricing.cacheWrite)}
                  </td>
                  <td>{payable.has(provider) ? 'Yes' : <span className={classes.more}>None yet</span>}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </td>
    </tr>
  );
}
