import { Button, CloseButton, Group, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilter2 } from '@tabler/icons-react';
import { useShortcuts } from '../shared/use-shortcuts';
import { FilterBuilder } from './filter-builder';
import { countRules, describeRule, type FilterExpression } from './filter-expression';
import classes from './filters.module.css';

type Props = {
  value: FilterExpression;
  onChange: (expression: FilterExpression) => void;
  propertyKeys?: string[];
};

/** The filter button with its builder. */
export function FilterButton({ value, onChange, propertyKeys = [] }: Props) {
  const [opened, popover] = useDisclosure(false);
  const count = countRules(value);
  useShortcuts({
    f: (event) => {
      event.preventDefault();
      popover.open();
    },
  });
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && popover.close()}
      position="bottom-start"
      width={600}
      trapFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconFilter2 size={14} />}
          onClick={popover.toggle}
          aria-expanded={opened}
          data-testid="filter-button"
        >
          Filter{count > 0 ? ` · ${count}` : ''}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown}>
        <FilterBuilder
          initial={value}
          propertyKeys={propertyKeys}
          onApply={(expression) => {
            onChange(expression);
            popover.close();
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The active rules as chips; each can go on its own. */
export function FilterChips({ value, onChange }: Pick<Props, 'value' | 'onChange'>) {
  if (countRules(value) === 0) return null;
  const without = (group: number, rule: number) =>
    value
      .map((rules, at) => (at === group ? rules.filter((_, index) => index !== rule) : rules))
      .filter((rules) => rules.length > 0);
  return (
    <Group gap={6} data-testid="filter-chips">
      {value.map((rules, group) => (
        <Group key={group} gap={6}>
          {group > 0 && <span className={classes.joint}>or</span>}
          {rules.map((rule, index) => (
            <span key={index} className={classes.chip}>
              {describeRule(rule)}
              <CloseButton
                size={16}
                aria-label={`Remove the filter ${describeRule(rule)}`}
                onClick={() => onChange(without(group, index))}
              />
            </span>
          ))}
        </Group>
      ))}
      <Button variant="subtle" color="gray" size="compact-xs" onClick={() => onChange([])}>
        Clear
      </Button>
    </Group>
  );
}
