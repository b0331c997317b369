/** A sun and the mirrors that follow it. `size` in pixels. */
export function LogoMark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <circle cx="16.6" cy="7.4" r="4.4" fill="var(--accent)" />
      <g stroke="currentColor" strokeWidth="2.3" strokeLinecap="round">
        <path d="M2.9 9.6 8.6 15.3" />
        <path d="M5.3 5.9 9.2 9.8" opacity=".38" />
        <path d="M8.7 15.4 14.4 21.1" opacity="0" />
        <path d="M14.2 14.8 18.1 18.7" opacity=".38" />
        <path d="M8.7 15.4 14.4 21.1" />
      </g>
    </svg>
  );
}

export function Logo({ size = 22 }: { size?: number }) {
  return (
    <span
      style={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 8,
        fontWeight: 650,
        letterSpacing: '-0.015em',
      }}
    >
      <LogoMark size={size} />
      <span style={{ fontSize: size * 0.72 }}>Heliostat</span>
    </span>
  );
}
