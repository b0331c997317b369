import { useState } from 'react';
import { Button, Checkbox, Popover, ScrollArea, Stack, TextInput } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import type { RequestColumn } from './columns';
import classes from './requests.module.css';

type Props = {
  columns: RequestColumn[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
  onReset: () => void;
};

/** Which columns the table shows; kept for the next visit. */
export function ColumnChooser({ columns, chosen, onChange, onReset }: Props) {
  const [words, setWords] = useState('');
  const matching = columns.filter(({ label }) => label.toLowerCase().includes(words.trim().toLowerCase()));
  const standard = matching.filter(({ id }) => !id.startsWith('property:'));
  const properties = matching.filter(({ id }) => id.startsWith('property:'));
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((old) => old !== id) : [...chosen, id]);
  const box = ({ id, label }: RequestColumn) => (
    <Checkbox key={id} label={label} checked={chosen.includes(id)} onChange={() => toggle(id)} />
  );
  return (
    <Popover position="bottom-end" width={240} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={14} />} data-testid="column-chooser">
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <Stack gap="xs">
          <TextInput
            placeholder="Find a column"
            aria-label="Find a column"
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <ScrollArea.Autosize mah={340} type="auto">
            <Stack gap={8} px={2}>
              {standard.map(box)}
              {properties.length > 0 && <div className={classes.groupLabel}>Properties</div>}
              {properties.map(box)}
              {matching.length === 0 && <div className={classes.groupLabel}>No such column</div>}
            </Stack>
          </ScrollArea.Autosize>
          <Button variant="subtle" color="gray" size="compact-xs" onClick={onReset}>
            Back to the usual columns
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
