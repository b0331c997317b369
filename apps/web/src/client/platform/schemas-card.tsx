import type { PlatformOverview, PlatformPart, PlatformSchemaState } from '@heliostat/contracts';
import { Ago } from './ago';
import { PartFault } from './part-card';
import { StateBadge } from './state-badge';
import classes from './platform.module.css';

/** What ran on the two schemas, and what waits. */
export function SchemasCard({ migrations }: { migrations: PlatformOverview['migrations'] }) {
  return (
    <section className={classes.card} aria-label="Schemas" data-testid="platform-migrations">
      <div className={classes.cardTop}>
        <h2 className={classes.cardTitle}>Schemas</h2>
      </div>
      <ul className={classes.list}>
        <Schema name="PostgreSQL" part={migrations.postgres} />
        <Schema name="ClickHouse" part={migrations.clickhouse} />
      </ul>
    </section>
  );
}

function Schema({ name, part }: { name: string; part: PlatformPart<PlatformSchemaState> }) {
  return (
    <li className={classes.item}>
      <div>
        <strong>{name}</strong>
        {part.error !== null && <PartFault error={part.error} />}
        {part.data && (
          <details className={classes.details}>
            <summary>
              {part.data.applied.length} {part.data.applied.length === 1 ? 'migration' : 'migrations'} ran
            </summary>
            <ol>
              {part.data.applied.map(({ name: step, at }) => (
                <li key={step}>
                  <span className="mono">{step}</span> {at && <Ago time={at} />}
                </li>
              ))}
            </ol>
          </details>
        )}
        {part.data?.pending.map((step) => (
          <div key={step} className={classes.bad}>
            waits: <span className="mono">{step}</span>
          </div>
        ))}
      </div>
      {part.data && (
        <div className={classes.right}>
          {part.data.pending.length > 0 ? (
            <StateBadge tone="bad" words={`${part.data.pending.length} waiting`} />
          ) : (
            <StateBadge tone="good" words="Up to date" />
          )}
          <span className={classes.words}>
            version {part.data.version}
            {part.data.version !== part.data.needed && ` of ${part.data.needed}`}
            {part.data.migratedAt && (
              <>
                {', '}
                <Ago time={part.data.migratedAt} />
              </>
            )}
          </span>
        </div>
      )}
    </li>
  );
}
