import classes from './sun-rise.module.css';

const rays = Array.from({ length: 16 }, (_, index) => index * 22.5);

/** A sun that comes up once behind the card; decoration, and still for those who ask for less motion. */
export function SunRise() {
  return (
    <svg className={classes.sun} viewBox="-100 -100 200 200" aria-hidden="true">
      <circle className={classes.glow} r="90" />
      {rays.map((angle, index) => (
        <g key={angle} transform={`rotate(${angle})`}>
          <line
            className={classes.ray}
            style={{ animationDelay: `${250 + index * 25}ms` }}
            x1="0"
            y1="-38"
            x2="0"
            y2="-54"
          />
        </g>
      ))}
      <circle className={classes.disc} r="28" />
    </svg>
  );
}
