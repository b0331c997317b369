import type { EventFacts } from './event-facts';
import { BodyView } from './json-tree';
import classes from './drawer.module.css';

/** A tool, a vector database or any other step that was logged by hand. */
export function EventView({ event }: { event: EventFacts }) {
  return (
    <div className={classes.stack} data-testid="event">
      <BodyView title={event.title} value={event.asked} empty="The request’s body was not kept." />
      <BodyView title="Result" value={event.answered} empty="The response’s body was not kept." />
    </div>
  );
}
