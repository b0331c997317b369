import { useState } from 'react';
import { Button, Group, Modal, NumberInput, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ApiKeySummary, RateLimitRule } from '@heliostat/contracts';
import { wordsOf } from '../shared/error-state';
import {
  formOfRule,
  inputOf,
  newForm,
  policyHeader,
  type RateLimitForm,
  type RateLimitInput,
  type SegmentKind,
  type WindowUnit,
} from './rate-limit-form';
import { rateLimitsKey, saveRateLimit } from './rate-limits.api';
import classes from './rate-limits.module.css';

type Props = { rule: RateLimitRule | undefined; apiKeys: ApiKeySummary[]; onClose: () => void };

const numberOf = (value: string | number): number | '' =>
  value === '' || Number.isNaN(Number(value)) ? '' : Number(value);

/** Sets a limit, and shows what a call's own header would say in its place. */
export function RateLimitModal({ rule, apiKeys, onClose }: Props) {
  const queryClient = useQueryClient();
  const [form, setForm] = useState<RateLimitForm>(rule ? formOfRule(rule) : newForm);
  const [fault, setFault] = useState<string>();
  const save = useMutation({
    mutationFn: (input: RateLimitInput) => saveRateLimit(rule?.id, input),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: rateLimitsKey });
    },
  });
  const change = (over: Partial<RateLimitForm>) => {
    setForm({ ...form, ...over });
    setFault(undefined);
  };
  const result = inputOf(form);
  const preview = inputOf({ ...form, name: 'preview' });
  const words = fault ?? (save.error ? wordsOf(save.error) : undefined);

  return (
    <Modal
      opened
      onClose={onClose}
      title={rule ? `Edit “${rule.name}”` : 'New rate limit'}
      closeOnClickOutside={false}
      size={480}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if ('fault' in result) setFault(result.fault);
          else save.mutate(result.input);
        }}
      >
        <Stack gap="md">
          <TextInput
            size="sm"
            label="Name"
            placeholder="basic-100"
            description="A call may name it in its header Helicone-RateLimit-Policy."
            data-autofocus
            maxLength={100}
            value={form.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            data-testid="rate-limit-name"
          />
          <Group gap="xs" align="flex-end" grow>
            <NumberInput
              size="sm"
              label="Quota"
              min={0}
              max={1e15}
              decimalScale={9}
              thousandSeparator=","
              value={form.quota}
              onChange={(value) => change({ quota: numberOf(value) })}
              data-testid="rate-limit-quota"
            />
            <Select
              size="sm"
              aria-label="What is counted"
              allowDeselect={false}
              data={[
                { value: 'request', label: 'requests' },
                { value: 'cents', label: 'US cents' },
                { value: 'tokens', label: 'tokens' },
              ]}
              value={form.unit}
              onChange={(unit) => unit && change({ unit: unit as RateLimitForm['unit'] })}
              data-testid="rate-limit-unit"
            />
          </Group>
          <Group gap="xs" align="flex-end" grow>
            <NumberInput
              size="sm"
              label="In any"
              min={0}
              decimalScale={4}
              value={form.window}
              onChange={(value) => change({ window: numberOf(value) })}
              data-testid="rate-limit-window"
            />
            <Select
              size="sm"
              aria-label="Unit of the window"
              allowDeselect={false}
              data={[
                { value: 'minute', label: 'minutes' },
                { value: 'hour', label: 'hours' },
                { value: 'day', label: 'days' },
              ]}
              value={form.windowUnit}
              onChange={(unit) => unit && change({ windowUnit: unit as WindowUnit })}
            />
          </Group>
          <div>
            <SegmentedControl
              fullWidth
              aria-label="For whom it counts"
              value={form.segment}
              onChange={(segment) => change({ segment: segment as SegmentKind })}
              data={[
                { value: 'global', label: 'All calls together' },
                { value: 'user', label: 'Each user' },
                { value: 'property', label: 'Each property value' },
              ]}
            />
            <p className={classes.hint}>{segmentWords[form.segment]}</p>
          </div>
          {form.segment === 'property' && (
            <TextInput
              size="sm"
              label="Property"
              placeholder="organization"
              description="As in Helicone-Property-Organization."
              value={form.property}
              onChange={(event) => change({ property: event.currentTarget.value })}
              data-testid="rate-limit-property"
            />
          )}
          <Select
            size="sm"
            label="API key"
            clearable
            placeholder="All keys"
            data={apiKeys.map(({ id, api_key_name, preview: shown }) => ({
              value: id,
              label: `${api_key_name} (${shown})`,
            }))}
            value={form.apiKeyId}
            onChange={(apiKeyId) => change({ apiKeyId })}
          />
          {'input' in preview && (
            <p className={classes.hint}>
              As a header: <code className="mono">{policyHeader(preview.input)}</code>
            </p>
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
            <Button type="submit" loading={save.isPending} data-testid="save-rate-limit">
              {rule ? 'Save' : 'Set the limit'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const segmentWords: Record<SegmentKind, string> = {
  global: 'One count for every call.',
  user: 'A count for each Helicone-User-Id. Calls without one are not limited by it.',
  property: 'A count for each value of the property. Calls without it are not limited by it.',
};
