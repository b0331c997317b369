import { sparklinePath } from './sparkline-path';

type Props = { values: (number | null)[]; color?: string };

/** The course of a tile's value; decoration only, the charts below carry the scale. */
export function Sparkline({ values, color = 'var(--text-tertiary)' }: Props) {
  const path = sparklinePath(values, 96, 28);
  if (!path) return null;
  return (
    <svg viewBox="0 0 96 28" width="100%" height="28" preserveAspectRatio="none" aria-hidden="true">
      <path d={`${path} L96 28 L0 28 Z`} fill={color} opacity="0.1" />
      <path
        d={path}
        fill="none"
        stroke={color}
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  );
}
