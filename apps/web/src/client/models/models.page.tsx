import { useMemo, useState } from 'react';
import { Button, Select, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { IconBox, IconSearch } from '@tabler/icons-react';
import type { ModelCapability, ModelRegistry } from '@heliostat/contracts';
import { useProviderChoices, useProviderKeys } from '../providers/providers.api';
import { EmptyState } from '../shared/empty-state';
import { ErrorState } from '../shared/error-state';
import { ExampleCall } from '../shared/example-call';
import { PageHeader } from '../shared/page-header';
import page from '../shared/page.module.css';
import { RowsSkeleton } from '../shared/skeletons';
import { filterModels } from './filter-models';
import { ModelsTable } from './models-table';
import { useModels } from './models.api';
import { capabilityWords, modelSorts, type ModelSort, type ModelsSearch } from './models-search';
import classes from './models.module.css';

/** The registry: what the unified API routes to, and at which price (MR-01). */
export function ModelsPage() {
  const search = useSearch({ from: '/signed-in/shell/models' });
  const navigate = useNavigate({ from: '/models' });
  const { data, error, isPending, refetch } = useModels();
  const payable = usePayableProviders();
  const [cleared, setCleared] = useState(0);
  const found = useMemo(() => (data ? filterModels(data.models, search) : []), [data, search]);
  const change = (over: Partial<ModelsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...over }), replace: true });

  return (
    <>
      <PageHeader
        title="Models"
        hint={
          data && `${found.length === data.total ? '' : `${found.length} of `}${data.total} in the registry`
        }
      />
      <div className={page.body} data-testid="models">
        {error && !data && (
          <ErrorState title="The models did not load" error={error} onRetry={() => void refetch()} />
        )}
        {isPending && (
          <div className={page.card} role="status" aria-label="Loading the models">
            <RowsSkeleton rows={12} />
          </div>
        )}
        {data && (
          <>
            <Filters key={cleared} registry={data} search={search} onChange={change} />
            <div className={page.card}>
              {found.length === 0 ? (
                <EmptyState
                  icon={<IconBox size={22} stroke={1.5} />}
                  title="No model fits"
                  testId="models-empty"
                  action={
                    <Button
                      variant="default"
                      onClick={() => {
                        setCleared(cleared + 1);
                        void navigate({ search: {}, replace: true });
                      }}
                    >
                      Clear search and filters
                    </Button>
                  }
                  example={
                    <ExampleCall
                      model="my-model/openai"
                      words="A model that is not in the registry, with a key of your own for its provider:"
                    />
                  }
                >
                  The registry has no such model. With a key of your own you may call it all the same: name
                  its provider after it.
                </EmptyState>
              ) : (
                <ModelsTable
                  models={found}
                  provider={search.provider}
                  nameOf={(id) => data.filters.providers.find(({ name }) => name === id)?.displayName ?? id}
                  payable={payable}
                />
              )}
            </div>
            <p className={classes.note}>
              Prices are US dollars per million tokens of the cheapest provider; others may ask more. A
              model’s name alone lets the gateway choose; <code className="mono">model/provider</code> pins
              it.
            </p>
          </>
        )}
      </div>
    </>
  );
}

/** Providers that a key exists for, the organisation's or the installation's. */
function usePayableProviders(): ReadonlySet<string> {
  const { data: keys } = useProviderKeys();
  const { data: choices } = useProviderChoices();
  return useMemo(
    () =>
      new Set([
        ...(keys ?? []).map(({ provider_name }) => provider_name),
        ...(choices ?? []).filter(({ installationKey }) => installationKey).map(({ id }) => id),
      ]),
    [keys, choices],
  );
}

type FiltersProps = {
  registry: ModelRegistry;
  search: ModelsSearch;
  onChange: (over: Partial<ModelsSearch>) => void;
};

function Filters({ registry: { filters }, search, onChange }: FiltersProps) {
  return (
    <div className={classes.filters}>
      <TextInput
        aria-label="Find a model"
        placeholder="Find a model"
        leftSection={<IconSearch size={14} />}
        className={classes.search}
        defaultValue={search.q ?? ''}
        onChange={(event) => onChange({ q: event.currentTarget.value || undefined })}
        data-testid="models-search"
      />
      <Select
        aria-label="Provider"
        placeholder="Any provider"
        clearable
        searchable
        data={filters.providers.map(({ name, displayName }) => ({ value: name, label: displayName }))}
        value={search.provider ?? null}
        onChange={(provider) => onChange({ provider: provider ?? undefined })}
        data-testid="models-provider"
      />
      <Select
        aria-label="Author"
        placeholder="Any author"
        clearable
        searchable
        data={filters.authors}
        value={search.author ?? null}
        onChange={(author) => onChange({ author: author ?? undefined })}
      />
      <Select
        aria-label="Capability"
        placeholder="Any capability"
        clearable
        data={filters.capabilities.map((value) => ({ value, label: capabilityWords[value] }))}
        value={search.capability ?? null}
        onChange={(capability) =>
          onChange({ capability: (capability as ModelCapability | null) ?? undefined })
        }
      />
      <Select
        aria-label="Order"
        allowDeselect={false}
        data={Object.entries(modelSorts).map(([value, label]) => ({ value, label }))}
        value={search.sort ?? 'newest'}
        onChange={(value) => {
          const sort = value as ModelSort;
          onChange({ sort: sort === 'newest' ? undefined : sort });
        }}
      />
    </div>
  );
}
