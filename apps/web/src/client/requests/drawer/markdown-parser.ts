export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'quote'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] };

export type Inline =
  { kind: 'text' | 'strong' | 'em' | 'code'; text: string } | { kind: 'link'; text: string; href: string };

const fence = /^\s*(```|~~~)/;
const bullet = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;

/** Paragraphs, headings, lists, quotes and fenced code; everything else stays as it was written. */
export function parseBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'text', text: paragraph.join('\n') });
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    const open = fence.exec(line)?.[1];
    const item = bullet.exec(line);
    const heading = /^#{1,6}\s+(.*)$/.exec(line);
    if (open) {
      flush();
      const code: string[] = [];
      for (at += 1; at < lines.length && !lines[at]!.trim().startsWith(open); at += 1) code.push(lines[at]!);
      blocks.push({ kind: 'code', text: code.join('\n') });
    } else if (heading) {
      flush();
      blocks.push({ kind: 'heading', text: heading[1]! });
    } else if (item) {
      flush();
      const ordered = item[1] !== undefined;
      const last = blocks.at(-1);
      if (last?.kind === 'list' && last.ordered === ordered && lines[at - 1]?.trim() !== '')
        last.items.push(item[2]!);
      else blocks.push({ kind: 'list', ordered, items: [item[2]!] });
    } else if (line.startsWith('> ')) {
      flush();
      const last = blocks.at(-1);
      if (last?.kind === 'quote' && lines[at - 1]?.startsWith('> ')) last.text += `\n${line.slice(2)}`;
      else blocks.push({ kind: 'quote', text: line.slice(2) });
    } else if (line.trim() === '') flush();
    else paragraph.push(line);
  }
  flush();
  return blocks;
}

const marks =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|(?<![\w*])\*([^*\n]+)\*(?![\w*])|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/g;

/** Code, bold, italics and links to http(s) inside a line; other schemes stay text. */
export function parseInline(text: string): Inline[] {
  const nodes: Inline[] = [];
  let last = 0;
  for (const match of text.matchAll(marks)) {
    if (match.index > last) nodes.push({ kind: 'text', text: text.slice(last, match.index) });
    const [whole, code, strong, em, label, href] = match;
    if (code !== undefined) nodes.push({ kind: 'code', text: code });
    else if (strong !== undefined) nodes.push({ kind: 'strong', text: strong });
    else if (em !== undefined) nodes.push({ kind: 'em', text: em });
    else if (label !== undefined && href !== undefined) nodes.push({ kind: 'link', text: label, href });
    last = match.index + whole.length;
  }
  if (last < text.length) nodes.push({ kind: 'text', text: text.slice(last) });
  return nodes;
}
