/**
 * Runs `work` on several items at once and yields the results in the order of the items. The first failure ends it, once
 * what was begun has ended.
 */
export async function* inOrder<T, R>(
  items: AsyncIterable<T>,
  atOnce: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  try {
    for await (const item of items) {
      const started = work(item);
      // Its failure is heard when its turn comes.
      started.catch(() => {});
      running.push(started);
      if (running.length >= atOnce) yield await running.shift()!;
    }
    while (running.length > 0) yield await running.shift()!;
  } finally {
    await Promise.allSettled(running);
  }
}
