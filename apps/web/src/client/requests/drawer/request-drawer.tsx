import { useState } from 'react';
import { ActionIcon, Drawer, Skeleton, Tabs, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import type { HeliconeRequest } from '@heliostat/contracts';
import { useSetup } from '../../api/session.queries';
import { CopyButton } from '../../shared/copy-button';
import { EmptyState } from '../../shared/empty-state';
import { ErrorState } from '../../shared/error-state';
import { formatDuration, formatTime } from '../../shared/format';
import { describeStatus } from '../../shared/http-status';
import { StatusBadge } from '../../shared/status-badge';
import { Cost, TokenCount } from '../columns';
import { errorText, modelOf } from '../message-preview';
import { conversationOf } from './conversation';
import { buildCurl } from './curl';
import { DetailsView } from './details-view';
import { eventOf, hasNoAddress } from './event-facts';
import { EventView } from './event-view';
import { BodyView } from './json-tree';
import { MessageView } from './message-view';
import { TimingBar } from './timing-bar';
import { useRequestDetail } from './use-request-detail';
import classes from './drawer.module.css';

type Props = {
  requestId: string;
  /** The row as the table has it, shown until all of it is loaded. */
  listed: HeliconeRequest | undefined;
  onClose: () => void;
  onPrevious?: () => void;
  onNext?: () => void;
};

/** Everything about one request, beside the table. */
export function RequestDrawer({ requestId, listed, onClose, onPrevious, onNext }: Props) {
  const detail = useRequestDetail(requestId, listed);
  const [tab, setTab] = useState<string | null>('chat');
  const row = detail.data;
  return (
    <Drawer.Root
      opened
      onClose={onClose}
      position="right"
      size={720}
      lockScroll={false}
      trapFocus={false}
      classNames={{ content: classes.drawer }}
    >
      <Drawer.Content aria-label="Request" data-testid="request-drawer">
        <Drawer.Header className={classes.header}>
          <div className={classes.headline}>
            {row && <StatusBadge status={row.response_status} />}
            <Drawer.Title className={classes.title}>
              {row ? modelOf(row) || 'Unknown model' : 'Request'}
            </Drawer.Title>
            {row && <span className={classes.time}>{formatTime(row.request_created_at)}</span>}
          </div>
          <div className={classes.tools}>
            {row && <CopyCurl row={row} />}
            <Tooltip label="Previous (k)">
              <ActionIcon onClick={onPrevious} disabled={!onPrevious} aria-label="Previous request">
                <IconChevronUp size={16} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Next (j)">
              <ActionIcon onClick={onNext} disabled={!onNext} aria-label="Next request">
                <IconChevronDown size={16} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Close (Esc)">
              <ActionIcon onClick={onClose} aria-label="Close" data-testid="close-drawer">
                <IconX size={16} />
              </ActionIcon>
            </Tooltip>
          </div>
        </Drawer.Header>
        <Drawer.Body className={classes.bodyArea}>
          {detail.error && !row && (
            <ErrorState
              title="This request did not load"
              error={detail.error}
              onRetry={() => void detail.refetch()}
            />
          )}
          {!row && !detail.error && <DrawerSkeleton />}
          {row && (
            <>
              <Summary row={row} />
              <Failure row={row} />
              <Tabs value={tab} onChange={setTab} keepMounted={false}>
                <Tabs.List className={classes.tabs}>
                  <Tabs.Tab value="chat">Messages</Tabs.Tab>
                  <Tabs.Tab value="raw" data-testid="tab-raw">
                    Raw JSON
                  </Tabs.Tab>
                  <Tabs.Tab value="details" data-testid="tab-details">
                    Details
                  </Tabs.Tab>
                </Tabs.List>
                <Tabs.Panel value="chat">
                  {detail.isPlaceholderData && !row.llmSchema ? <DrawerSkeleton /> : <Chat row={row} />}
                </Tabs.Panel>
                <Tabs.Panel value="raw">
                  {detail.isPlaceholderData ? (
                    <DrawerSkeleton />
                  ) : (
                    <div className={classes.stack}>
                      {detail.error && (
                        <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />
                      )}
                      <BodyView
                        title="Request"
                        value={row.request_body}
                        empty="The request’s body was not kept."
                      />
                      <BodyView
                        title="Response"
                        value={row.response_body}
                        empty="The response’s body was not kept."
                      />
                    </div>
                  )}
                </Tabs.Panel>
                <Tabs.Panel value="details">
                  <DetailsView row={row} />
                </Tabs.Panel>
              </Tabs>
            </>
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function CopyCurl({ row }: { row: HeliconeRequest }) {
  const { data: setup } = useSetup();
  if (!setup || hasNoAddress(row)) return null;
  return <CopyButton value={buildCurl(row, setup.proxyUrl)} text="Copy as curl" testId="copy-curl" />;
}

function Summary({ row }: { row: HeliconeRequest }) {
  return (
    <>
      <dl className={classes.summary}>
        <div>
          <dt>Cost</dt>
          <dd data-testid="drawer-cost">
            <Cost row={row} />
          </dd>
        </div>
        <div>
          <dt>Tokens</dt>
          <dd data-testid="drawer-tokens">
            <TokenCount tokens={row.prompt_tokens} estimated={row.usage_estimated} />
            <span className={classes.arrow}> → </span>
            <TokenCount tokens={row.completion_tokens} estimated={row.usage_estimated} />
          </dd>
        </div>
        <div>
          <dt>Latency</dt>
          <dd className="num">{formatDuration(row.delay_ms)}</dd>
        </div>
        <div>
          <dt>First token</dt>
          <dd className="num">{formatDuration(row.time_to_first_token)}</dd>
        </div>
        <div>
          <dt>User</dt>
          <dd className="truncate">{row.request_user_id ?? '–'}</dd>
        </div>
      </dl>
      <TimingBar totalMs={row.delay_ms} firstTokenMs={row.time_to_first_token} />
    </>
  );
}

/** Why it went wrong, in the provider's words where it had any. */
function Failure({ row }: { row: HeliconeRequest }) {
  if (row.response_status > 0 && row.response_status < 400) return null;
  const { words, tone } = describeStatus(row.response_status);
  const said = errorText(row);
  return (
    <div className={classes.failure} data-tone={tone} role="note" data-testid="request-error">
      <IconAlertTriangle size={16} />
      <div>
        <strong>{words}</strong>
        {said && said !== words && <p>{said}</p>}
      </div>
    </div>
  );
}

function Chat({ row }: { row: HeliconeRequest }) {
  const event = eventOf(row);
  if (event) return <EventView event={event} />;
  const { messages, firstAnswer } = conversationOf(row);
  if (messages.length === 0)
    return (
      <EmptyState title="No messages to show">
        The bodies were not kept, or this call is not a chat. “Raw JSON” has what there is.
      </EmptyState>
    );
  return (
    <div className={classes.chat}>
      {messages.map((message, index) => (
        <MessageView key={message.id ?? index} message={message} answer={index >= firstAnswer} />
      ))}
    </div>
  );
}

function DrawerSkeleton() {
  return (
    <div className={classes.stack} role="status" aria-label="Loading the request">
      <Skeleton height={54} radius="md" />
      <Skeleton height={120} radius="md" />
      <Skeleton height={180} radius="md" />
    </div>
  );
}
