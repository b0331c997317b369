/** Series colours in the order in which series are added; the last ones repeat only beyond six series. */
export const chartPalette = [
  'var(--chart-1)',
  'var(--chart-2)',
  'var(--chart-3)',
  'var(--chart-4)',
  'var(--chart-5)',
  'var(--chart-6)',
] as const;

export const chartError = 'var(--chart-error)';

export const chartColor = (index: number): string => chartPalette[index % chartPalette.length]!;
