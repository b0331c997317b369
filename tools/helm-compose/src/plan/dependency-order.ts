type Needs = Record<string, { needs?: string[] | undefined }>;
export type DependencyFault = { release: string; words: string };

/** What is wrong with the needs of a file: an unknown release, one that needs itself, a circle. */
export function dependencyFaults(releases: Needs): DependencyFault[] {
  const unknown = Object.entries(releases).flatMap(([release, { needs = [] }]) =>
    needs
      .filter((need) => !Object.hasOwn(releases, need))
      .map((need) => ({ release, words: `names the release ${need}, which is not in the file` })),
  );
  if (unknown.length > 0) return unknown;
  const rest = circle(releases);
  return rest.length === 0
    ? []
    : [
        {
          release: rest[0]!,
          words: `the releases need one another in a circle: ${[...rest, rest[0]].join(' → ')}`,
        },
      ];
}

/** The releases in an order in which each comes after what it needs; those of equal rank in the file's order. */
export function dependencyOrder(releases: Needs): string[] {
  const order: string[] = [];
  const place = (release: string, above: string[]): void => {
    if (order.includes(release) || above.includes(release)) return;
    for (const need of releases[release]?.needs ?? [])
      if (Object.hasOwn(releases, need)) place(need, [...above, release]);
    order.push(release);
  };
  for (const release of Object.keys(releases)) place(release, []);
  return order;
}

/** The releases named and all that they need, in the file's order. */
export function withNeeds(releases: Needs, named: readonly string[]): string[] {
  const chosen = new Set<string>();
  const add = (release: string): void => {
    if (chosen.has(release)) return;
    chosen.add(release);
    releases[release]?.needs?.forEach(add);
  };
  named.forEach(add);
  return Object.keys(releases).filter((release) => chosen.has(release));
}

/** The same releases, each needing those that needed it: the order of taking down. */
export function reversed(releases: Needs): Record<string, { needs: string[] }> {
  const entries = Object.entries(releases);
  return Object.fromEntries(
    entries.map(([release]) => [
      release,
      { needs: entries.filter(([, other]) => other.needs?.includes(release)).map(([other]) => other) },
    ]),
  );
}

/** One circle of needs, or nothing. */
function circle(releases: Needs): string[] {
  const clear = new Set<string>();
  const walk = (release: string, path: string[]): string[] => {
    if (clear.has(release)) return [];
    if (path.includes(release)) return path.slice(path.indexOf(release));
    for (const need of releases[release]?.needs ?? []) {
      const found = walk(need, [...path, release]);
      if (found.length > 0) return found;
    }
    clear.add(release);
    return [];
  };
  for (const release of Object.keys(releases)) {
    const found = walk(release, []);
    if (found.length > 0) return found;
  }
  return [];
}
