import { Fragment, useState } from 'react';
import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { PlatformComponent, PlatformOverview } from '@heliostat/contracts';
import { formatBytes, formatExact } from '../shared/format';
import { Ago } from './ago';
import { InstanceRows } from './instance-rows';
import { PartCard } from './part-card';
import { describeComponent, latestEnd, latestStart, memoryOf, versionsOf } from './platform-words';
import { StateBadge } from './state-badge';
import classes from './platform.module.css';

/** Apps and stores; a row opens to its pods or its process. */
export function ComponentsCard({ overview }: { overview: PlatformOverview }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  const onMachine = overview.source === 'launcher';
  return (
    <PartCard title="Components" testId="platform-components" part={overview.components}>
      {(components) => (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label="Components, table">
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Component</th>
                <th scope="col">State</th>
                <th scope="col" data-number>
                  {onMachine ? 'Process' : 'Ready'}
                </th>
                <th scope="col">Version</th>
                <th scope="col" data-number>
                  Restarts
                </th>
                <th scope="col">Last end</th>
                <th scope="col" data-number>
                  Memory
                </th>
                <th scope="col">Started</th>
              </tr>
            </thead>
            <tbody>
              {components.map((component) => {
                const key = `${component.kind}/${component.name}`;
                return (
                  <Fragment key={key}>
                    <ComponentRow
                      component={component}
                      onMachine={onMachine}
                      isOpen={open.has(key)}
                      onToggle={() => toggle(key)}
                    />
                    {open.has(key) && <InstanceRows component={component} onMachine={onMachine} />}
                  </Fragment>
                );
              })}
              {components.length === 0 && (
                <tr>
                  <td colSpan={8} className={classes.nothing}>
                    Nothing here carries the label app.kubernetes.io/part-of=heliostat.
                  </td>
                </tr>
              )}
            </tbody>
          </table>
        </div>
      )}
    </PartCard>
  );
}

type RowProps = { component: PlatformComponent; onMachine: boolean; isOpen: boolean; onToggle: () => void };

function ComponentRow({ component, onMachine, isOpen, onToggle }: RowProps) {
  const { name, kind, ready, desired, restarts, instances } = component;
  const state = describeComponent(component);
  const end = latestEnd(component);
  return (
    <tr data-testid="platform-component" data-component={name}>
      <th scope="row">
        <UnstyledButton
          className={classes.opener}
          onClick={onToggle}
          aria-expanded={isOpen}
          disabled={instances.length === 0}
          data-testid="open-component"
        >
          <IconChevronRight size={14} data-open={isOpen || undefined} aria-hidden="true" />
          <span>{name}</span>
          {!onMachine && <span className={classes.kind}>{kind}</span>}
        </UnstyledButton>
      </th>
      <td>
        <StateBadge {...state} />
      </td>
      <td data-number className="num">
        {onMachine ? (instances[0]?.pid ?? '–') : `${ready}/${desired}`}
      </td>
      <td className="mono">{versionsOf(component)}</td>
      <td data-number className="num" data-testid="component-restarts">
        {formatExact(restarts)}
      </td>
      <td>
        {end ? (
          <>
            {end.reason} {end.at && <Ago time={end.at} />}
          </>
        ) : (
          '–'
        )}
      </td>
      <td data-number className="num">
        {formatBytes(memoryOf(component))}
      </td>
      <td>
        <Ago time={latestStart(component)} />
      </td>
    </tr>
  );
}
