import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Cost, TokenCount } from '../requests/columns';
import { errorText, modelOf } from '../requests/message-preview';
import { formatDuration } from '../shared/format';
import { describeStatus } from '../shared/http-status';
import { StatusBadge } from '../shared/status-badge';
import { LogoMark } from '../theme/logo';
import { SunRise } from './sun-rise';
import type { FirstRequestState } from './use-first-request';
import classes from './onboarding.module.css';

/** Waits for the first call, then shows what was seen of it: a way out of one that failed, while it waits for the next. */
export function FirstRequest({ request, isNew, failed }: FirstRequestState) {
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
  const open = (
    <Button
      component={Link}
      to="/requests/$requestId"
      params={{ requestId: request.request_id } as never}
      variant={failed ? 'default' : 'filled'}
      data-testid="open-first-request"
    >
      Look at the request
    </Button>
  );
  if (failed) {
    const said = errorText(request);
    return (
      <div className={classes.arrived} data-failed role="status" data-testid="failed-first-request">
        <div className={classes.arrivedTop}>
          <div className={classes.waitingTitle}>Your request is in, and failed.</div>
          <StatusBadge status={request.response_status} />
        </div>
        <p className={classes.said}>{said || describeStatus(request.response_status).words}</p>
        <div className={classes.actions}>
          {said?.includes('Settings → Providers') && (
            <Button component={Link} to="/settings/providers" data-testid="add-provider-key">
              Add a provider key
            </Button>
          )}
          {open}
        </div>
        <div className={classes.note}>Still listening: the next one that succeeds shows up here.</div>
      </div>
    );
  }
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
        {open}
        <Button component={Link} to="/dashboard" variant="default">
          Open the dashboard
        </Button>
      </div>
    </div>
  );
}
