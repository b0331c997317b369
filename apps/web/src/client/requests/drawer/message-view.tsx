import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconBrain, IconChevronRight, IconPhoto, IconTool } from '@tabler/icons-react';
import type { LlmMessage } from '@heliostat/contracts';
import { CodeBlock } from '../../shared/code-block';
import { CopyButton } from '../../shared/copy-button';
import { messageText } from '../message-preview';
import { Markdown } from './markdown';
import classes from './drawer.module.css';

/** Text beyond this is folded; a pasted book would freeze the page. */
const foldedLength = 4_000;

const roleNames: Record<string, string> = {
  system: 'System',
  developer: 'Developer',
  user: 'User',
  assistant: 'Assistant',
  model: 'Assistant',
  tool: 'Tool result',
  function: 'Tool result',
};

function LongText({ text }: { text: string }) {
  const [whole, setWhole] = useState(false);
  if (whole || text.length <= foldedLength) return <Markdown text={text} />;
  return (
    <>
      <Markdown text={`${text.slice(0, foldedLength)}…`} />
      <Button variant="subtle" size="compact-xs" onClick={() => setWhole(true)}>
        Show all {text.length.toLocaleString('en-US')} characters
      </Button>
    </>
  );
}

/** A picture of the prompt. Remote ones load on a click: opening a log must not call a stranger's server. */
function Picture({ url }: { url: string }) {
  const inline = url.startsWith('data:image/');
  const [load, setLoad] = useState(inline);
  if (!inline && !/^https?:/.test(url))
    return <span className={classes.missing}>[image {url.slice(0, 80)}]</span>;
  if (load)
    return (
      <img className={classes.picture} src={url} alt="Part of the message" referrerPolicy="no-referrer" />
    );
  return (
    <Button variant="default" leftSection={<IconPhoto size={14} />} onClick={() => setLoad(true)}>
      Load the image from {new URL(url).host}
    </Button>
  );
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function Content({ message }: { message: LlmMessage }) {
  const isResult = message._type === 'function' || message.role === 'tool' || message.role === 'function';
  return (
    <>
      {message.reasoning && (
        <details className={classes.reasoning}>
          <summary>
            <IconChevronRight size={13} />
            <IconBrain size={13} /> Reasoning
          </summary>
          <LongText text={message.reasoning} />
        </details>
      )}
      {message.content &&
        (isResult ? (
          <CodeBlock code={prettyJson(message.content)} maxHeight={320} />
        ) : (
          <LongText text={message.content} />
        ))}
      {message.contentArray?.map((part, index) => (
        <Content key={index} message={part} />
      ))}
      {message.image_url && <Picture url={message.image_url} />}
      {(message._type === 'audio' || message._type === 'file') && (
        <span className={classes.missing}>
          [{message._type}
          {message.mime_type ? ` ${message.mime_type}` : ''}
          {message.name ? ` ${message.name}` : ''}]
        </span>
      )}
      {message.tool_calls?.map((call, index) => (
        <div key={call.id ?? index} className={classes.tool} data-testid="tool-call">
          <div className={classes.toolName}>
            <IconTool size={13} />
            <span className="mono">{call.name}</span>
          </div>
          {Object.keys(call.arguments).length > 0 && (
            <CodeBlock code={JSON.stringify(call.arguments, null, 2)} maxHeight={320} />
          )}
        </div>
      ))}
    </>
  );
}

type Props = { message: LlmMessage; answer: boolean };

export function MessageView({ message, answer }: Props) {
  const role = message.role ?? (answer ? 'assistant' : 'user');
  const isSystem = role === 'system' || role === 'developer';
  const text = messageText(message);
  return (
    <article
      className={classes.message}
      data-role={role}
      data-answer={answer || undefined}
      data-testid="message"
    >
      <header className={classes.messageTop}>
        <span className={classes.role}>
          {roleNames[role] ?? role}
          {message.name && <span className="mono"> {message.name}</span>}
        </span>
        {text && <CopyButton value={text} label="Copy this message" />}
      </header>
      {isSystem && text.length > 600 ? (
        <details className={classes.reasoning}>
          <summary>
            <IconChevronRight size={13} /> {text.length.toLocaleString('en-US')} characters
          </summary>
          <Content message={message} />
        </details>
      ) : (
        <Content message={message} />
      )}
    </article>
  );
}
