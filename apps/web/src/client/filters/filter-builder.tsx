import { useState } from 'react';
import { ActionIcon, Autocomplete, Button, Group, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { fieldById, filterFields, operatorsByType } from './filter-fields';
import type { FilterExpression, FilterRule } from './filter-expression';
import classes from './filters.module.css';

type Props = {
  initial: FilterExpression;
  propertyKeys: string[];
  onApply: (expression: FilterExpression) => void;
};

const emptyRule: FilterRule = { field: 'model', operator: 'equals', value: '' };

/** Rows of field, operator and value: "and" inside a group, "or" between groups. */
export function FilterBuilder({ initial, propertyKeys, onApply }: Props) {
  const [groups, setGroups] = useState<FilterExpression>(initial.length > 0 ? initial : [[emptyRule]]);

  const change = (group: number, rule: number, next: FilterRule) =>
    setGroups(
      groups.map((rules, at) => (at === group ? rules.map((old, i) => (i === rule ? next : old)) : rules)),
    );
  const remove = (group: number, rule: number) => {
    const rest = groups
      .map((rules, at) => (at === group ? rules.filter((_, index) => index !== rule) : rules))
      .filter((rules) => rules.length > 0);
    setGroups(rest.length > 0 ? rest : [[emptyRule]]);
  };

  return (
    <form
      data-testid="filter-builder"
      onSubmit={(event) => {
        event.preventDefault();
        onApply(groups);
      }}
    >
      {groups.map((rules, group) => (
        <div key={group}>
          {group > 0 && <div className={classes.or}>or</div>}
          <div className={classes.group}>
            {rules.map((rule, index) => (
              <RuleRow
                key={index}
                rule={rule}
                joint={index === 0 ? 'Where' : 'and'}
                propertyKeys={propertyKeys}
                onChange={(next) => change(group, index, next)}
                onRemove={() => remove(group, index)}
              />
            ))}
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              leftSection={<IconPlus size={12} />}
              onClick={() => setGroups(groups.map((old, at) => (at === group ? [...old, emptyRule] : old)))}
            >
              And
            </Button>
          </div>
        </div>
      ))}
      <Group justify="space-between" mt="sm">
        <Button
          variant="default"
          leftSection={<IconPlus size={12} />}
          onClick={() => setGroups([...groups, [emptyRule]])}
        >
          Or
        </Button>
        <Group gap="xs">
          <Button variant="default" onClick={() => onApply([])}>
            Clear
          </Button>
          <Button type="submit" data-testid="filter-apply">
            Apply
          </Button>
        </Group>
      </Group>
    </form>
  );
}

type RowProps = {
  rule: FilterRule;
  joint: string;
  propertyKeys: string[];
  onChange: (rule: FilterRule) => void;
  onRemove: () => void;
};

function RuleRow({ rule, joint, propertyKeys, onChange, onRemove }: RowProps) {
  const field = fieldById(rule.field) ?? filterFields[0]!;
  const operators = operatorsByType[field.type];
  const inside = { comboboxProps: { withinPortal: false } };

  /** Another field keeps the operator and the value where they still make sense. */
  const changeField = (id: string | null) => {
    const next = fieldById(id ?? '');
    if (!next) return;
    const allowed = operatorsByType[next.type];
    const operator = allowed.some(({ value }) => value === rule.operator) ? rule.operator : allowed[0]!.value;
    const value = next.type === 'boolean' ? 'true' : next.type === field.type ? rule.value : '';
    onChange({ field: next.id, operator, value });
  };

  return (
    <div className={classes.rule} data-property={field.type === 'property' || undefined}>
      <span className={classes.joint}>{joint}</span>
      <Select
        {...inside}
        aria-label="Field"
        searchable
        allowDeselect={false}
        data={filterFields.map(({ id, label }) => ({ value: id, label }))}
        value={rule.field}
        onChange={changeField}
      />
      {field.type === 'property' && (
        <Autocomplete
          {...inside}
          size="xs"
          aria-label="Property name"
          placeholder="name"
          data={propertyKeys}
          value={rule.key ?? ''}
          onChange={(key) => onChange({ ...rule, key })}
        />
      )}
      <Select
        {...inside}
        aria-label="Operator"
        allowDeselect={false}
        data={operators}
        value={rule.operator}
        onChange={(operator) => operator && onChange({ ...rule, operator })}
      />
      {field.type === 'boolean' ? (
        <Select
          {...inside}
          aria-label="Value"
          allowDeselect={false}
          data={[
            { value: 'true', label: 'yes' },
            { value: 'false', label: 'no' },
          ]}
          value={rule.value || 'true'}
          onChange={(value) => value && onChange({ ...rule, value })}
        />
      ) : (
        <TextInput
          aria-label="Value"
          data-autofocus
          placeholder={rule.operator === 'in' ? 'a, b, c' : (field.placeholder ?? '')}
          inputMode={field.type === 'number' ? 'decimal' : undefined}
          error={field.type === 'number' && rule.value !== '' && !Number.isFinite(Number(rule.value))}
          rightSection={field.unit ? <span className={classes.unit}>{field.unit}</span> : undefined}
          value={rule.value}
          onChange={(event) => onChange({ ...rule, value: event.currentTarget.value })}
        />
      )}
      <ActionIcon onClick={onRemove} aria-label="Remove this row">
        <IconTrash size={14} />
      </ActionIcon>
    </div>
  );
}
