import type { PlatformAutoscaler, PlatformOverview } from '@heliostat/contracts';
import { Ago } from './ago';
import { Nothing, PartCard } from './part-card';
import classes from './platform.module.css';

export function AutoscalersCard({ autoscalers }: { autoscalers: PlatformOverview['autoscalers'] }) {
  return (
    <PartCard title="Autoscaling" testId="platform-autoscalers" part={autoscalers}>
      {(data) =>
        data.length === 0 ? (
          <Nothing>Nothing scales by itself here.</Nothing>
        ) : (
          <ul className={classes.list}>
            {data.map((autoscaler) => (
              <Autoscaler key={autoscaler.name} autoscaler={autoscaler} />
            ))}
          </ul>
        )
      }
    </PartCard>
  );
}

function Autoscaler({ autoscaler }: { autoscaler: PlatformAutoscaler }) {
  const { target, by, min, max, current, desired, metrics, fault, atMaximum, lastScaledAt } = autoscaler;
  return (
    <li className={classes.item} data-testid="platform-autoscaler">
      <div>
        <strong>{target.split('/')[1]}</strong> <span className={classes.kind}>{by}</span>
        <div className={classes.words}>
          {metrics.map(({ name, current: value, target: wanted }) => (
            <span key={name}>
              {name}{' '}
              <span className="num">
                {value ?? 'unknown'} of {wanted}
              </span>
            </span>
          ))}
        </div>
        {fault && <div className={classes.bad}>{fault}</div>}
      </div>
      <div className={classes.right}>
        <span className="num">
          {current === desired ? current : `${current} → ${desired}`} of {min}–{max}
        </span>
        {atMaximum && <span className={classes.warn}>at its maximum</span>}
        {lastScaledAt && (
          <span className={classes.words}>
            scaled <Ago time={lastScaledAt} />
          </span>
        )}
      </div>
    </li>
  );
}
