import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { HeliconeRequest } from '@heliostat/contracts';
import { packExpression } from '../../filters/filter-expression';
import { CopyButton } from '../../shared/copy-button';
import { countryName, formatCost, formatDuration, formatExactTime } from '../../shared/format';
import { Cost, TokenCount, sessionProperty } from '../columns';
import { modelOf } from '../message-preview';
import { billingWords, threatWords } from './gateway-facts';
import { Attempts, CacheReference, PromptInputs } from './gateway-sections';
import classes from './drawer.module.css';

function Facts({ title, rows }: { title: string; rows: [string, ReactNode][] }) {
  if (rows.length === 0) return null;
  return (
    <section className={classes.facts}>
      <h3>{title}</h3>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const mono = (text: string) => (
  <span className={classes.copyable}>
    <span className="mono">{text}</span>
    <CopyButton value={text} label={`Copy ${text}`} />
  </span>
);

function Filtered({
  rule,
  children,
}: {
  rule: [field: string, value: string, key?: string];
  children: ReactNode;
}) {
  const [field, value, key] = rule;
  const filter = packExpression([[{ field, operator: 'equals', value, ...(key && { key }) }]]);
  return (
    <Link
      to="/requests"
      search={{ filter }}
      className={classes.filterLink}
      title="Show the requests with this value"
    >
      {children}
    </Link>
  );
}

/** Tokens by kind, zero ones left out except the two that everyone looks for. */
function tokenRows(row: HeliconeRequest): [string, ReactNode][] {
  const kinds: [string, number | null, boolean][] = [
    ['Prompt', row.prompt_tokens, true],
    ['Cache read', row.prompt_cache_read_tokens, false],
    ['Cache write', row.prompt_cache_write_tokens, false],
    ['Audio in', row.prompt_audio_tokens, false],
    ['Completion', row.completion_tokens, true],
    ['Reasoning', row.reasoning_tokens, false],
    ['Audio out', row.completion_audio_tokens, false],
    ['Total', row.total_tokens, true],
  ];
  return kinds
    .filter(([, count, always]) => always || (count ?? 0) > 0)
    .map(([name, count]) => [name, <TokenCount key={name} tokens={count} estimated={row.usage_estimated} />]);
}

/** What the gateway did beside forwarding; nothing of it for a call that asked for nothing. */
function gatewayRows(row: HeliconeRequest): [string, ReactNode][] {
  const rows: [string, ReactNode | undefined][] = [
    ['Paid by', billingWords(row)],
    [
      'Cache',
      row.cache_reference_id
        ? 'The reply came from it'
        : row.cache_enabled
          ? 'Asked, had no reply'
          : undefined,
    ],
    [
      'Reply of',
      row.cache_reference_id ? <CacheReference key="reference" id={row.cache_reference_id} /> : undefined,
    ],
    ['Cost saved', row.cache_reference_id ? formatCost(row.cost_saved) : undefined],
    ['Time saved', row.cache_reference_id && row.time_saved ? formatDuration(row.time_saved) : undefined],
    ['Threat', threatWords(row.threat)],
  ];
  return rows.filter(([, value]) => value !== undefined);
}

export function DetailsView({ row }: { row: HeliconeRequest }) {
  const session = row.properties[sessionProperty];
  const properties = Object.entries(row.properties).filter(([key]) => key !== sessionProperty);
  const call: [string, ReactNode][] = [
    ['Model', modelOf(row) || '–'],
    ...(row.request_model && row.request_model !== modelOf(row)
      ? [['Asked for', row.request_model] satisfies [string, ReactNode]]
      : []),
    ['Provider', row.provider || '–'],
    ['Path', mono(row.request_path || '/')],
    ...(row.target_url ? [['Sent to', mono(row.target_url)] satisfies [string, ReactNode]] : []),
    ['Started', formatExactTime(row.request_created_at)],
    ...(row.response_created_at
      ? [['Ended', formatExactTime(row.response_created_at)] satisfies [string, ReactNode]]
      : []),
    ['Request id', mono(row.request_id)],
  ];
  const who: [string, ReactNode][] = [];
  if (row.request_user_id)
    who.push([
      'User',
      <Filtered key="user" rule={['user', row.request_user_id]}>
        {row.request_user_id}
      </Filtered>,
    ]);
  if (session)
    who.push([
      'Session',
      <Filtered key="session" rule={['session', session]}>
        {session}
      </Filtered>,
    ]);
  if (row.prompt_id)
    who.push([
      'Prompt',
      <Filtered key="prompt" rule={['prompt', row.prompt_id]}>
        {row.prompt_id}
      </Filtered>,
    ]);
  if (row.prompt_version) who.push(['Prompt version', mono(row.prompt_version)]);
  if (row.prompt_environment) who.push(['Prompt environment', row.prompt_environment]);
  if (row.country_code) who.push(['Country', countryName(row.country_code)]);
  return (
    <div className={classes.details} data-testid="request-details">
      <Facts title="Tokens and cost" rows={[...tokenRows(row), ['Cost', <Cost key="cost" row={row} />]]} />
      <Facts title="Gateway" rows={gatewayRows(row)} />
      {row.attempts && row.attempts.length > 0 && <Attempts attempts={row.attempts} />}
      <Facts title="Call" rows={call} />
      <Facts title="Who and what for" rows={who} />
      {row.prompt_inputs && Object.keys(row.prompt_inputs).length > 0 && (
        <PromptInputs inputs={row.prompt_inputs} />
      )}
      <Facts
        title="Properties"
        rows={properties.map(([key, value]) => [
          key,
          <Filtered key={key} rule={['property', value, key]}>
            {value}
          </Filtered>,
        ])}
      />
    </div>
  );
}
