const factors: Record<string, number> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Whether two Kubernetes quantities are the same amount: `1Gi` and `1024Mi`. The API server answers in its own form. */
export function sameQuantity(one: string, other: string): boolean {
  const amounts = [one, other].map(amountOf);
  return amounts[0] === undefined || amounts[1] === undefined ? one === other : amounts[0] === amounts[1];
}

function amountOf(quantity: string): number | undefined {
  const [, number, suffix] = /^([0-9]+(?:\.[0-9]+)?(?:[eE][0-9]+)?)([a-zA-Z]*)$/.exec(quantity) ?? [];
  const factor = suffix === undefined ? undefined : factors[suffix];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
