/** Failures in a row that open the circuit of an endpoint. */
const threshold = 5;
const firstOpenMs = 5_000;
const maxOpenMs = 60_000;
const maxEndpoints = 10_000;

type Circuit = { failures: number; openUntil: number; openMs: number; probing: boolean };

/**
 * Keeps calls off endpoints that fail: after five failures in a row an endpoint rests for 5 s, then one call probes it
 * while others go elsewhere; each failed probe doubles the rest, up to a minute. A `Retry-After` is a rest at once.
 */
export class CircuitBreaker {
  private readonly circuits = new Map<string, Circuit>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Whether an endpoint may be called; a half-open one only by the call that probes it (`begin`). */
  allows(endpoint: string): boolean {
    const circuit = this.circuits.get(endpoint);
    if (circuit === undefined || circuit.openUntil === 0) return true;
    return this.now() >= circuit.openUntil && !circuit.probing;
  }

  /** How many endpoints rest now. */
  get resting(): number {
    let resting = 0;
    for (const { openUntil } of this.circuits.values()) if (openUntil > this.now()) resting++;
    return resting;
  }

  /** A call to the endpoint begins; of a half-open one it is the probe. */
  begin(endpoint: string): void {
    const circuit = this.circuits.get(endpoint);
    if (circuit !== undefined && circuit.openUntil > 0) circuit.probing = true;
  }

  succeeded(endpoint: string): void {
    this.circuits.delete(endpoint);
  }

  /** The call ended without a word on the endpoint's health: a refusal of the request, a client that left. */
  released(endpoint: string): void {
    const circuit = this.circuits.get(endpoint);
    if (circuit !== undefined) circuit.probing = false;
  }

  failed(endpoint: string, retryAfterSeconds?: number): void {
    const circuit = this.circuits.get(endpoint) ?? this.add(endpoint);
    circuit.failures++;
    const probe = circuit.probing;
    circuit.probing = false;
    if (retryAfterSeconds !== undefined && retryAfterSeconds > 0)
      return void (circuit.openUntil = this.now() + Math.min(retryAfterSeconds * 1000, maxOpenMs));
    if (circuit.failures < threshold) return;
    circuit.openMs = probe || circuit.openUntil > 0 ? Math.min(circuit.openMs * 2, maxOpenMs) : firstOpenMs;
    circuit.openUntil = this.now() + circuit.openMs;
  }

  private add(endpoint: string): Circuit {
    // The oldest goes: an endpoint that nobody fails at any more.
    if (this.circuits.size >= maxEndpoints)
      for (const oldest of this.circuits.keys()) {
        this.circuits.delete(oldest);
        break;
      }
    const circuit: Circuit = { failures: 0, openUntil: 0, openMs: firstOpenMs, probing: false };
    this.circuits.set(endpoint, circuit);
    return circuit;
  }
}
