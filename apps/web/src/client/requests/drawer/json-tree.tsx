import { useState } from 'react';
import { CopyButton } from '../../shared/copy-button';
import classes from './json-tree.module.css';

/** Entries shown at once below one node; more come on a click. */
const step = 200;
/** Depth to which a tree is open at first; longer lists than `wide` are closed. */
const openDepth = 6;
const wide = 40;
/** Characters of a string shown at once. */
const longText = 2_000;

type NodeProps = { name?: string; value: unknown; depth: number; last: boolean };

const isTree = (value: unknown): value is Record<string, unknown> | unknown[] =>
  typeof value === 'object' && value !== null;

function Leaf({ value }: { value: unknown }) {
  const [whole, setWhole] = useState(false);
  if (typeof value !== 'string')
    return <span className={classes[value === null ? 'null' : typeof value]}>{String(value)}</span>;
  const cut = !whole && value.length > longText;
  return (
    <span className={classes.string}>
      {JSON.stringify(cut ? value.slice(0, longText) : value)}
      {cut && (
        <button type="button" className={classes.grow} onClick={() => setWhole(true)}>
          … {value.length - longText} more characters
        </button>
      )}
    </span>
  );
}

function Node({ name, value, depth, last }: NodeProps) {
  const [open, setOpen] = useState(
    () => depth < openDepth && (depth === 0 || !isTree(value) || Object.keys(value).length <= wide),
  );
  const [limit, setLimit] = useState(step);
  const label = name !== undefined && <span className={classes.name}>{JSON.stringify(name)}: </span>;
  const comma = last ? '' : ',';
  if (!isTree(value))
    return (
      <div className={classes.line}>
        {label}
        <Leaf value={value} />
        {comma}
      </div>
    );
  const list = Array.isArray(value);
  const entries = list
    ? value.map((item): [string | undefined, unknown] => [undefined, item])
    : Object.entries(value);
  const [left, right] = list ? '[]' : '{}';
  if (entries.length === 0)
    return (
      <div className={classes.line}>
        {label}
        {left}
        {right}
        {comma}
      </div>
    );
  return (
    <div>
      <button type="button" className={classes.toggle} onClick={() => setOpen(!open)} aria-expanded={open}>
        <span className={classes.arrow} data-open={open || undefined} />
        {label}
        {left}
        {!open && (
          <span className={classes.summary}>
            {entries.length} {list ? 'items' : 'fields'}
            {right}
            {comma}
          </span>
        )}
      </button>
      {open && (
        <>
          <div className={classes.children}>
            {entries.slice(0, limit).map(([key, child], index) => (
              <Node
                key={key ?? index}
                name={key}
                value={child}
                depth={depth + 1}
                last={index === entries.length - 1}
              />
            ))}
            {entries.length > limit && (
              <button type="button" className={classes.grow} onClick={() => setLimit(limit + step)}>
                … {entries.length - limit} more
              </button>
            )}
          </div>
          <div className={classes.line}>
            {right}
            {comma}
          </div>
        </>
      )}
    </div>
  );
}

type Props = { title: string; value: unknown; empty: string };

/** A body as it crossed the wire: a tree for JSON, text for anything else. */
export function BodyView({ title, value, empty }: Props) {
  const missing = value === null || value === undefined || value === '';
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <section className={classes.body} aria-label={title} data-testid={`body-${title.toLowerCase()}`}>
      <header className={classes.top}>
        <h3>{title}</h3>
        {!missing && <CopyButton value={text} label={`Copy the ${title.toLowerCase()}`} />}
      </header>
      <div className={classes.tree}>
        {missing ? (
          <span className={classes.empty}>{empty}</span>
        ) : typeof value === 'string' ? (
          <pre className={classes.text}>{value}</pre>
        ) : (
          <Node value={value} depth={0} last />
        )}
      </div>
    </section>
  );
}
