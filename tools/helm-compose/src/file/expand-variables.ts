import { CodedError } from '@heliostat/platform';
import { isMap, isScalar, Scalar, visit, type Document } from 'yaml';

/** Marks a text that stands without quotes in the file: `replicas: $REPLICAS` is then the number that the variable holds. */
const plain = '\u0000plain:';
const reference = /\$(?:\$|\{([A-Za-z_]\w*)(?:(:?-)([^}]*))?\}|([A-Za-z_]\w*))/g;

/** Remembers which texts under `values` have no quotes and name a variable; `expandVariables` reads the marks. */
export function markPlain(document: Document): void {
  const releases = document.get('releases', true);
  if (!isMap(releases)) return;
  for (const { value: release } of releases.items) {
    const values = isMap(release) ? release.get('values', true) : undefined;
    if (!isMap(values)) continue;
    visit(values, {
      Scalar(key, node) {
        if (key === 'value' || typeof key === 'number') markScalar(node);
      },
    });
  }
}

function markScalar(node: Scalar): void {
  if (
    isScalar(node) &&
    node.type === Scalar.PLAIN &&
    typeof node.value === 'string' &&
    node.value.includes('$')
  )
    node.value = plain + node.value;
}

/** A copy of the values with `$VAR`, `${VAR}`, `${VAR-default}`, `${VAR:-default}` and `$$` (a dollar sign) replaced. */
export function expandVariables(
  values: Record<string, unknown>,
  env: NodeJS.ProcessEnv,
  where: string,
): Record<string, unknown> {
  const faults: string[] = [];
  const expand = (value: unknown, path: string): unknown => {
    if (typeof value === 'string') return expandText(value, env, (name) => faults.push(unset(path, name)));
    if (Array.isArray(value)) return value.map((item, index) => expand(item, `${path}.${index}`));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, expand(item, `${path}.${key}`)]),
    );
  };
  const expanded = expand(values, where) as Record<string, unknown>;
  if (faults.length > 0) throw new CodedError('compose/variable', faults.join('\n'), 400);
  return expanded;
}

const unset = (path: string, name: string) =>
  `${path}: the environment variable ${name} is not set. Set it, give a default (\${${name}:-…}), or write $$ for a dollar sign.`;

function expandText(text: string, env: NodeJS.ProcessEnv, missing: (name: string) => void): unknown {
  const isPlain = text.startsWith(plain);
  const source = isPlain ? text.slice(plain.length) : text;
  let replaced = false;
  const result = source.replace(reference, (match, braced: string | undefined, dash, fallback, bare) => {
    if (match === '$$') return '$';
    replaced = true;
    const name = braced ?? (bare as string);
    const value = env[name];
    if (value !== undefined && !(value === '' && dash === ':-')) return value;
    if (dash !== undefined) return fallback as string;
    missing(name);
    return '';
  });
  return isPlain && replaced ? scalarOf(result) : result;
}

/** What YAML makes of a number or a boolean without quotes; everything else stays text. */
function scalarOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (!/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) return text;
  const number = Number(text);
  return String(number) === text ? number : text;
}

/** The values as the file has them, without marks: for a stored revision. */
export function withoutMarks<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll('\\u0000plain:', '')) as T;
}
