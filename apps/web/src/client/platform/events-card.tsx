import { useState } from 'react';
import { Button } from '@mantine/core';
import type { PlatformOverview } from '@heliostat/contracts';
import { Ago } from './ago';
import { Nothing, PartCard } from './part-card';
import classes from './platform.module.css';

const first = 8;

export function EventsCard({ overview }: { overview: PlatformOverview }) {
  const [all, setAll] = useState(false);
  const onMachine = overview.source === 'launcher';
  return (
    <PartCard
      title={onMachine ? 'Ends and restarts' : 'Warnings'}
      testId="platform-events"
      part={overview.events}
    >
      {(events) =>
        events.length === 0 ? (
          <Nothing>
            {onMachine ? 'No process ended by itself.' : 'No warnings; the cluster keeps them for an hour.'}
          </Nothing>
        ) : (
          <>
            <ul className={classes.list}>
              {events.slice(0, all ? undefined : first).map((event, index) => (
                <li key={`${event.time} ${event.object} ${index}`} className={classes.item}>
                  <div>
                    <strong>{event.reason}</strong> <span className={classes.kind}>{event.object}</span>
                    <div className={classes.message}>{event.message}</div>
                  </div>
                  <div className={classes.right}>
                    <span className={classes.words}>
                      <Ago time={event.time} />
                    </span>
                    {event.count > 1 && <span className={classes.words}>{event.count} times</span>}
                  </div>
                </li>
              ))}
            </ul>
            {events.length > first && (
              <Button variant="subtle" color="gray" m={8} onClick={() => setAll(!all)}>
                {all ? 'Show fewer' : `Show all ${events.length}`}
              </Button>
            )}
          </>
        )
      }
    </PartCard>
  );
}
