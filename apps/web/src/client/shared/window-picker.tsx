import { useState } from 'react';
import { Button, Group, Popover, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { isPreset, windowBounds, windowLabel, windowPresets, type TimeWindow } from './time-window';

type Props = { value: TimeWindow; onChange: (window: TimeWindow) => void };

/** `2026-11-23T14:05` in local time, as `datetime-local` inputs want it. */
function toLocalInput(iso: string): string {
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Presets that follow the clock, and a custom range that stands still. */
export function WindowPicker({ value, onChange }: Props) {
  const [open, setOpen] = useState(false);
  const custom = !('preset' in value);
  return (
    <Group gap={6} wrap="nowrap" data-testid="window-picker">
      <SegmentedControl
        aria-label="Time window"
        value={custom ? '' : value.preset}
        onChange={(preset) => isPreset(preset) && onChange({ preset })}
        data={Object.entries(windowPresets).map(([id, { short }]) => ({ value: id, label: short }))}
      />
      <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconCalendar size={14} />}
            onClick={() => setOpen((was) => !was)}
            data-testid="window-custom"
            aria-expanded={open}
          >
            {custom ? windowLabel(value) : 'Custom'}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <CustomRange
            window={value}
            onApply={(range) => {
              onChange(range);
              setOpen(false);
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </Group>
  );
}

function CustomRange({ window, onApply }: { window: TimeWindow; onApply: (window: TimeWindow) => void }) {
  const bounds = windowBounds(window);
  const [from, setFrom] = useState(toLocalInput(bounds.start));
  const [to, setTo] = useState(toLocalInput(bounds.end));
  const valid = from !== '' && to !== '' && new Date(from) < new Date(to);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) onApply({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
      }}
    >
      <Stack gap="xs" w={240}>
        <DateTimeField label="From" value={from} onChange={setFrom} />
        <DateTimeField
          label="To"
          value={to}
          onChange={setTo}
          error={valid ? undefined : 'Must be after “From”.'}
        />
        <Button type="submit" disabled={!valid} fullWidth>
          Show this window
        </Button>
      </Stack>
    </form>
  );
}

type FieldProps = { label: string; value: string; onChange: (value: string) => void; error?: string };

function DateTimeField({ label, value, onChange, error }: FieldProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
