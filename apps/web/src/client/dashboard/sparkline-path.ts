/** SVG path of a line through `values` in a box; gaps count as zero. Empty when there is nothing to show. */
export function sparklinePath(values: (number | null)[], width: number, height: number): string {
  const numbers = values.map((value) => value ?? 0);
  const top = Math.max(...numbers, 0);
  if (numbers.length < 2 || top === 0) return '';
  const step = width / (numbers.length - 1);
  return numbers
    .map((value, index) => {
      const y = height - 2 - (value / top) * (height - 4);
      return `${index === 0 ? 'M' : 'L'}${(index * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join(' ');
}
