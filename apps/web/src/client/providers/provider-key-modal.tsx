import { useState } from 'react';
import { Button, Group, Modal, PasswordInput, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ProviderChoice, ProviderKeyRow } from '@heliostat/contracts';
import { wordsOf } from '../shared/error-state';
import {
  configOf,
  emptyValues,
  faultOf,
  formOf,
  valuesOf,
  type FieldSpec,
  type FormValues,
  type SecretSpec,
} from './provider-fields';
import { createProviderKey, providerKeysKey, updateProviderKey } from './providers.api';
import classes from './providers.module.css';

type Props = { row: ProviderKeyRow | undefined; choices: ProviderChoice[]; onClose: () => void };

/** Adds a key, or changes one whose secret stays unless it is typed again. */
export function ProviderKeyModal({ row, choices, onClose }: Props) {
  const queryClient = useQueryClient();
  const [provider, setProvider] = useState(row?.provider_name ?? 'openai');
  const [values, setValues] = useState<FormValues>(row ? valuesOf(row) : emptyValues);
  const [fault, setFault] = useState<string>();
  const form = formOf(provider);
  const choice = choices.find(({ id }) => id === provider);
  const save = useMutation({
    mutationFn: async () => {
      const secrets = {
        ...(values.key.trim() !== '' && { providerKey: values.key.trim() }),
        ...(form.secretKey &&
          values.secretKey.trim() !== '' && { providerSecretKey: values.secretKey.trim() }),
      };
      const shared = { providerKeyName: values.name.trim(), config: configOf(provider, values, row?.config) };
      if (row) await updateProviderKey(row.id, { ...shared, ...secrets });
      else await createProviderKey({ providerName: provider, providerKey: '', ...shared, ...secrets });
    },
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: providerKeysKey });
    },
  });
  const change = (over: Partial<FormValues>) => {
    setValues({ ...values, ...over });
    setFault(undefined);
  };
  const fields = (advanced: boolean) =>
    form.fields
      .filter((field) => Boolean(field.advanced) === advanced)
      .map((field) => (
        <ConfigInput
          key={field.name}
          field={field}
          value={values.config[field.name] ?? ''}
          onChange={(value) => change({ config: { ...values.config, [field.name]: value } })}
        />
      ));
  const advanced = fields(true);
  const words = fault ?? (save.error ? wordsOf(save.error) : undefined);

  return (
    <Modal
      opened
      onClose={onClose}
      title={row ? `Edit “${row.provider_key_name}”` : 'Add a provider key'}
      closeOnClickOutside={false}
      size={520}
    >
      <form
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          const found = faultOf(provider, values, row?.config);
          setFault(found);
          if (found === undefined) save.mutate();
        }}
      >
        <Stack gap="md">
          <Select
            size="sm"
            label="Provider"
            searchable
            allowDeselect={false}
            disabled={row !== undefined}
            maxDropdownHeight={280}
            data={
              choices.length > 0
                ? choices.map(({ id, name }) => ({ value: id, label: name }))
                : [{ value: provider, label: provider }]
            }
            description={choice?.installationKey ? 'The installation has a key for it, too.' : undefined}
            value={provider}
            onChange={(value) => {
              if (!value || value === provider) return;
              setProvider(value);
              change({ config: {}, secretKey: '' });
            }}
            data-testid="provider-select"
          />
          <TextInput
            size="sm"
            label="Name"
            placeholder="Production"
            description="May stand in a model string in the place of the id."
            data-autofocus
            maxLength={100}
            value={values.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            data-testid="provider-key-name"
          />
          <SecretInput
            secret={form.key}
            value={values.key}
            kept={row !== undefined}
            onChange={(key) => change({ key })}
            testId="provider-key-secret"
          />
          {form.secretKey && (
            <SecretInput
              secret={form.secretKey}
              value={values.secretKey}
              kept={row !== undefined}
              onChange={(secretKey) => change({ secretKey })}
              testId="provider-key-second"
            />
          )}
          {fields(false)}
          {advanced.length > 0 && (
            <details className={classes.advanced}>
              <summary>More</summary>
              <Stack gap="md" mt={10}>
                {advanced}
              </Stack>
            </details>
          )}
          {words && (
            <p role="alert" className={classes.fault}>
              {words}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} data-testid="save-provider-key">
              {row ? 'Save' : 'Add the key'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type SecretProps = {
  secret: SecretSpec;
  value: string;
  /** Whether there is a stored one, which stays where nothing is typed. */
  kept: boolean;
  onChange: (value: string) => void;
  testId: string;
};

function SecretInput({ secret, value, kept, onChange, testId }: SecretProps) {
  const shared = {
    size: 'sm',
    label: secret.label,
    placeholder: kept ? 'Stays as it is' : secret.placeholder,
    description: secret.description,
    value,
    spellCheck: false,
    'data-testid': testId,
  } as const;
  if (secret.long)
    return (
      <Textarea
        {...shared}
        rows={6}
        classNames={{ input: classes.json }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return (
    <PasswordInput
      {...shared}
      // Browsers offer to keep passwords; a provider's key is none.
      autoComplete="new-password"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

type ConfigProps = { field: FieldSpec; value: string; onChange: (value: string) => void };

function ConfigInput({ field, value, onChange }: ConfigProps) {
  return (
    <TextInput
      size="sm"
      label={field.label}
      placeholder={field.placeholder}
      description={field.description}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data-testid={`provider-${field.name}`}
    />
  );
}
