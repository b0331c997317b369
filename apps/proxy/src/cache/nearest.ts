/** A request whose reply is kept, with the vector of what its user said. */
export type Neighbour = { key: string; vector: Float32Array };

const keyBytes = 64;
const largest = 127;

/** The key (64 hexadecimal digits) and the vector in one signed byte a component, of which only the direction counts. */
export function packNeighbour(key: string, vector: Float32Array): Uint8Array {
  const most = vector.reduce((max, value) => Math.max(max, Math.abs(value)), 0) || 1;
  const packed = Buffer.alloc(keyBytes + vector.length);
  packed.write(key, 'latin1');
  vector.forEach((value, index) => packed.writeInt8(Math.round((value / most) * largest), keyBytes + index));
  return packed;
}

/** The most similar of packed neighbours: its key, and the cosine of the angle between the vectors. */
export function nearest(
  vector: Float32Array,
  packed: readonly Uint8Array[],
): { key: string; similarity: number } | undefined {
  let best: { item: Uint8Array; similarity: number } | undefined;
  for (const item of packed) {
    // Another model's vectors say nothing of this one's.
    if (item.length !== keyBytes + vector.length) continue;
    const similarity = cosine(vector, item);
    if (best === undefined || similarity > best.similarity) best = { item, similarity };
  }
  if (best === undefined) return undefined;
  const key = Buffer.from(best.item.subarray(0, keyBytes)).toString('latin1');
  return { key, similarity: best.similarity };
}

function cosine(vector: Float32Array, item: Uint8Array): number {
  const components = new Int8Array(item.buffer, item.byteOffset + keyBytes, vector.length);
  let dot = 0;
  let ours = 0;
  let theirs = 0;
  for (let i = 0; i < vector.length; i++) {
    const [a, b] = [vector[i]!, components[i]!];
    dot += a * b;
    ours += a * a;
    theirs += b * b;
  }
  return ours === 0 || theirs === 0 ? 0 : dot / Math.sqrt(ours * theirs);
}
