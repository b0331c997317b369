import type { BalanceState } from './credit-words';
import badge from '../shared/status-badge.module.css';

/** What the balance allows, never by colour alone. */
export function StateWord({ state: { label, tone } }: { state: BalanceState }) {
  return (
    <span className={badge.badge} data-tone={tone} data-testid="credit-state">
      <i />
      {label}
    </span>
  );
}
