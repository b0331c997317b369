import type { PlatformComponent, PlatformInstance } from '@heliostat/contracts';
import { formatBytes, formatExact } from '../shared/format';
import { Ago } from './ago';
import { describeInstance } from './platform-words';
import { StateBadge } from './state-badge';
import classes from './platform.module.css';

/** The pods of an opened component, or its one process. */
export function InstanceRows({ component, onMachine }: { component: PlatformComponent; onMachine: boolean }) {
  return (
    <>
      {component.instances.map((instance) => (
        <InstanceRow key={instance.name} instance={instance} onMachine={onMachine} />
      ))}
    </>
  );
}

function InstanceRow({ instance, onMachine }: { instance: PlatformInstance; onMachine: boolean }) {
  const { name, node, pid, restarts, lastTermination: end, message, degraded, image, cpuCores } = instance;
  const details = [
    message,
    ...degraded.map((fault) => `runs without ${fault}`),
    end?.message && `last words: ${end.message}`,
    image,
    cpuCores === null ? null : `${cpuCores.toFixed(3)} cores`,
  ].filter((text) => text !== null && text !== undefined && text !== '');
  return (
    <>
      <tr className={classes.instance} data-testid="platform-instance">
        <td>
          <span className="mono">{onMachine ? `process ${pid ?? '–'}` : name}</span>
          {node && <span className={classes.kind}>on {node}</span>}
        </td>
        <td>
          <StateBadge {...describeInstance(instance)} />
        </td>
        <td />
        <td className="mono">{instance.reportedVersion ?? '–'}</td>
        <td data-number className="num">
          {formatExact(restarts)}
        </td>
        <td>
          {end ? (
            <>
              {end.reason}
              {end.exitCode !== null && ` (${end.exitCode})`} <Ago time={end.at} none="" />
            </>
          ) : (
            '–'
          )}
        </td>
        <td data-number className="num">
          {formatBytes(instance.memoryBytes)}
        </td>
        <td>
          <Ago time={instance.startedAt} />
        </td>
      </tr>
      {details.length > 0 && (
        <tr className={classes.instance} data-details>
          <td colSpan={8}>{details.join(' · ')}</td>
        </tr>
      )}
    </>
  );
}
