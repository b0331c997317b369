import { useCallback, useState } from 'react';

/** State that survives a reload of the page; `read` checks what was stored. */
export function useLocalState<T>(
  key: string,
  fallback: T,
  read: (value: unknown) => T | undefined,
): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => {
    try {
      const stored = localStorage.getItem(key);
      return (stored === null ? undefined : read(JSON.parse(stored))) ?? fallback;
    } catch {
      return fallback;
    }
  });
  const store = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // A full or forbidden storage only costs persistence.
      }
    },
    [key],
  );
  return [value, store];
}
