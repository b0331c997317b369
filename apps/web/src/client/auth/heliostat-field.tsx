const rows = 7;
const columns = 11;
const sun = { x: 430, y: 130 };

/** A field of mirrors, each turned halfway between the sun and the tower, as real heliostats are. */
function mirrors() {
  const all: { x: number; y: number; angle: number; scale: number; glow: number }[] = [];
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const depth = row / (rows - 1);
      const x = 300 + (column - (columns - 1) / 2) * (34 + depth * 30);
      const y = 330 + depth * depth * 190 + row * 12;
      const angle = (Math.atan2(sun.y - y, sun.x - x) * 180) / Math.PI;
      const distance = Math.hypot(sun.x - x, sun.y - y);
      all.push({
        x,
        y,
        angle: angle / 2 + 45,
        scale: 0.6 + depth * 0.8,
        glow: Math.max(0.16, 1 - distance / 520),
      });
    }
  return all;
}

export function HeliostatField() {
  return (
    <svg viewBox="0 0 600 640" width="100%" height="100%" preserveAspectRatio="xMidYMid slice">
      <defs>
        <radialGradient id="sun-glow" cx={sun.x} cy={sun.y} r="330" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor="#f7b03c" stopOpacity=".5" />
          <stop offset=".35" stopColor="#f7b03c" stopOpacity=".14" />
          <stop offset="1" stopColor="#f7b03c" stopOpacity="0" />
        </radialGradient>
      </defs>
      <rect width="600" height="640" fill="url(#sun-glow)" />
      <circle cx={sun.x} cy={sun.y} r="36" fill="#f7b03c" />
      {mirrors().map(({ x, y, angle, scale, glow }) => (
        <g key={`${x}-${y}`} transform={`translate(${x} ${y}) rotate(${angle}) scale(${scale})`}>
          <rect x="-13" y="-2" width="26" height="4" rx="2" fill="#f9c977" opacity={glow} />
        </g>
      ))}
    </svg>
  );
}
