const factors: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
};

/** The number of a Kubernetes quantity: `250m` is 0.25, `64Mi` is 67,108,864; 0 for what is none. */
export function quantity(text: string | undefined): number {
  const match = /^(\d+(?:\.\d+)?)([a-zA-Z]*)$/.exec(text ?? '');
  return match ? Number(match[1]) * (factors[match[2]!] ?? 0) : 0;
}
