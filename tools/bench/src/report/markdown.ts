/** A Markdown table; the first column is text, the others numbers. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** Three digits that matter: `12,345`, `1,230`, `12.3`, `1.23`, `0.123`; whole numbers as they are. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Number.isInteger(value) ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-GB', {
    minimumFractionDigits: Math.min(digits, 3),
    maximumFractionDigits: Math.min(digits, 3),
  });
}

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
