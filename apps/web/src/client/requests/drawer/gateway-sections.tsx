import { Link } from '@tanstack/react-router';
import type { CallAttempt, HeliconeRequest } from '@heliostat/contracts';
import { formatDuration } from '../../shared/format';
import { StatusBadge } from '../../shared/status-badge';
import table from '../../shared/plain-table.module.css';
import { attemptKey, inputText } from './gateway-facts';
import classes from './drawer.module.css';

/** Every call to a provider that was made for this one; the last one answered. */
export function Attempts({ attempts }: { attempts: CallAttempt[] }) {
  return (
    <section className={classes.facts} aria-label="Attempts" data-testid="request-attempts">
      <h3>{attempts.length === 1 ? 'Attempt' : `${attempts.length} attempts`}</h3>
      <div className={table.scroll}>
        <table className={`${table.table} ${classes.attempts}`}>
          <thead>
            <tr>
              <th scope="col">Provider</th>
              <th scope="col">Model</th>
              <th scope="col">Status</th>
              <th scope="col" data-number>
                Time
              </th>
              <th scope="col">Key</th>
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt, index) => (
              <tr key={index} data-testid="request-attempt">
                <th scope="row">{attempt.provider}</th>
                <td>{attempt.model ?? '–'}</td>
                <td>
                  <StatusBadge status={attempt.status} />
                </td>
                <td data-number className="num">
                  {formatDuration(attempt.latencyMs)}
                </td>
                <td>{attemptKey(attempt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** What the prompt's variables were filled with. */
export function PromptInputs({ inputs }: { inputs: NonNullable<HeliconeRequest['prompt_inputs']> }) {
  return (
    <section className={classes.facts} aria-label="Prompt inputs" data-testid="request-inputs">
      <h3>Prompt inputs</h3>
      <dl>
        {Object.entries(inputs).map(([name, value]) => (
          <div key={name}>
            <dt className="mono">{name}</dt>
            <dd className={classes.input}>{inputText(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The call whose stored reply was given again. */
export function CacheReference({ id }: { id: string }) {
  return (
    <Link
      to="/requests/$requestId"
      params={{ requestId: id }}
      search
      className={classes.filterLink}
      data-testid="cache-reference"
    >
      <span className="mono">{id}</span>
    </Link>
  );
}
