import { CopyButton } from './copy-button';
import classes from './code-block.module.css';

type Props = { code: string; copyValue?: string; maxHeight?: number; label?: string };

const tokens =
  /(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<comment>(?:^|(?<=\s))(?:#|\/\/)[^\n]*)|(?<keyword>\b(?:import|from|const|await|new|for|of|print|curl|async|return|export)\b)|(?<number>\b\d+(?:\.\d+)?\b)/gm;

/** Light colouring of short snippets (shell, TypeScript, Python); no library for four token kinds. */
function highlight(code: string) {
  const parts: (string | { kind: string; text: string })[] = [];
  let last = 0;
  for (const match of code.matchAll(tokens)) {
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0];
    parts.push(code.slice(last, match.index), { kind: kind ?? '', text: match[0] });
    last = match.index + match[0].length;
  }
  parts.push(code.slice(last));
  return parts.map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      <span key={index} className={classes[part.kind]}>
        {part.text}
      </span>
    ),
  );
}

export function CodeBlock({ code, copyValue, maxHeight, label }: Props) {
  return (
    <div className={classes.block}>
      <pre className={classes.pre} style={{ maxHeight }} tabIndex={0} aria-label={label}>
        <code>{highlight(code)}</code>
      </pre>
      <div className={classes.copy}>
        <CopyButton value={copyValue ?? code} label="Copy code" />
      </div>
    </div>
  );
}
