import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { HeliconeRequest } from '@heliostat/contracts';
import { Cost, TokenCount } from '../requests/columns';
import { modelOf } from '../requests/message-preview';
import { formatDuration } from '../shared/format';
import { StatusBadge } from '../shared/status-badge';
import { LogoMark } from '../theme/logo';
import { SunRise } from './sun-rise';
import classes from './onboarding.module.css';

type Props = { request: HeliconeRequest | undefined; isNew: boolean };

/** Waits for the first call, then shows what was seen of it. */
export function FirstRequest({ request, isNew }: Props) {
  if (!request || !isNew)
    return (
      <div className={classes.waiting} role="status" data-testid="waiting-for-request">
        <span className={classes.pulse}>
          <LogoMark size={22} />
        </span>
        <div>
          <div className={classes.waitingTitle}>
            {request ? 'Listening for your next request…' : 'Listening for your first request…'}
          </div>
          <div className={classes.note}>Leave this page open. It looks every second.</div>
        </div>
      </div>
    );
  const estimated = request.usage_estimated;
  const facts: [string, ReactNode][] = [
    ['Model', modelOf(request) || 'unknown'],
    ['Cost', <Cost key="cost" row={request} />],
    ['Latency', formatDuration(request.delay_ms)],
    ['First token', formatDuration(request.time_to_first_token)],
    ['Tokens', <TokenCount key="tokens" tokens={request.total_tokens} estimated={estimated} />],
  ];
  return (
    <div className={classes.arrived} role="status" data-testid="first-request">
      <SunRise />
      <div className={classes.arrivedTop}>
        <div className={classes.waitingTitle}>Your request is in.</div>
        <StatusBadge status={request.response_status} />
      </div>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.actions}>
        <Button
          component={Link}
          to="/requests/$requestId"
          params={{ requestId: request.request_id } as never}
          data-testid="open-first-request"
        >
          Look at the request
        </Button>
        <Button component={Link} to="/dashboard" variant="default">
          Open the dashboard
        </Button>
      </div>
    </div>
  );
}
