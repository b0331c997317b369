import badge from '../shared/status-badge.module.css';
import type { Tone } from './platform-words';

/** A state in a word and a colour, never by colour alone. */
export function StateBadge({ tone, words }: { tone: Tone; words: string }) {
  return (
    <span className={badge.badge} data-tone={tone}>
      <i />
      {words}
    </span>
  );
}
