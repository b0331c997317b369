import { useEffect, useRef } from 'react';

type Handlers = Record<string, (event: KeyboardEvent) => void>;

const sequenceMs = 900;

/** Whether keys typed here are text, or belong to an open menu or dialog. */
function belongsElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="menu"], [role="listbox"]') !== null
  );
}

/**
 * Plain keys (`j`, `/`, `Enter`, `ArrowDown`) and two-key sequences (`g d`). Silent while someone types, and with
 * Ctrl, Alt or Meta, which belong to the browser.
 */
export function useShortcuts(handlers: Handlers, enabled = true): void {
  const current = useRef(handlers);
  current.current = handlers;
  useEffect(() => {
    if (!enabled) return;
    let first = '';
    let at = 0;
    const onKey = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        belongsElsewhere(event.target)
      )
        return;
      const sequence = first && event.timeStamp - at < sequenceMs ? `${first} ${event.key}` : '';
      first = event.key;
      at = event.timeStamp;
      const handler = (sequence && current.current[sequence]) || current.current[event.key];
      if (handler) handler(event);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [enabled]);
}
