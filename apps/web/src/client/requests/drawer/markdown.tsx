import { Fragment, type ReactNode } from 'react';
import { CodeBlock } from '../../shared/code-block';
import { parseBlocks, parseInline, type Block } from './markdown-parser';
import classes from './drawer.module.css';

function inline(text: string): ReactNode {
  return parseInline(text).map((node, index) => {
    if (node.kind === 'strong') return <strong key={index}>{node.text}</strong>;
    if (node.kind === 'em') return <em key={index}>{node.text}</em>;
    if (node.kind === 'code') return <code key={index}>{node.text}</code>;
    if (node.kind === 'link')
      return (
        <a key={index} href={node.href} target="_blank" rel="noreferrer noopener nofollow">
          {node.text}
        </a>
      );
    return <Fragment key={index}>{node.text}</Fragment>;
  });
}

function block(node: Block, key: number): ReactNode {
  if (node.kind === 'code') return <CodeBlock key={key} code={node.text} />;
  if (node.kind === 'heading')
    return (
      <p key={key} className={classes.heading}>
        {inline(node.text)}
      </p>
    );
  if (node.kind === 'list') {
    const items = node.items.map((item, index) => <li key={index}>{inline(item)}</li>);
    return node.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>;
  }
  if (node.kind === 'quote') return <blockquote key={key}>{inline(node.text)}</blockquote>;
  return <p key={key}>{inline(node.text)}</p>;
}

/** Light markdown as text nodes: nothing that a model wrote becomes HTML. */
export function Markdown({ text }: { text: string }) {
  return <div className={classes.markdown}>{parseBlocks(text).map(block)}</div>;
}
