import { Badge } from '@mantine/core';
import type { ProviderChoice } from '@heliostat/contracts';
import classes from './providers.module.css';

/** Which providers can be called without a key of one's own. */
export function InstallationKeys({ choices }: { choices: ProviderChoice[] }) {
  const paid = choices.filter(({ installationKey }) => installationKey);
  if (paid.length === 0) return null;
  return (
    <section className={classes.installation} aria-label="Keys of the installation">
      <h2>Keys of this installation</h2>
      <p>
        Calls to these providers work without a key of your own. They are paid from your credits, where there
        is a balance.
      </p>
      <div className={classes.badges}>
        {paid.map(({ id, name }) => (
          <Badge key={id} variant="default" data-testid="installation-key">
            {name}
          </Badge>
        ))}
      </div>
    </section>
  );
}
