import { isUuid, requestUuid } from '@heliostat/stores/clickhouse';
import { requireText, textCondition } from '../conditions/text-condition.js';
import type { Column } from './column.js';

/** A UUID column. Equality with a UUID compares the UUIDs, whatever their case; the rest works on its text. */
export const uuid = (sql: string, nullable = false): Column => ({
  kind: 'value',
  condition: (operand) => {
    const { operator, value } = requireText(operand);
    if ((operator === 'equals' || operator === 'not-equals') && isUuid(value)) {
      const compared = `${sql} = ${operand.params.bind(value.toLowerCase(), 'UUID')}`;
      const known = nullable ? `ifNull(${compared}, false)` : compared;
      return operator === 'equals' ? known : `NOT (${known})`;
    }
    return textCondition({ sql: `toString(${sql})`, nullable }, operand);
  },
});

/** The request's id as the client knows it: equality finds ids that are no UUIDs by the UUID they map to. */
export const requestId: Column = {
  kind: 'value',
  condition: (operand, { organizationId }) => {
    const { operator, value } = requireText(operand);
    if (operator !== 'equals' && operator !== 'not-equals')
      return textCondition({ sql: 'request_id_given' }, operand);
    const id = operand.params.bind(requestUuid(organizationId, value), 'UUID');
    return `request_id ${operator === 'equals' ? '=' : '!='} ${id}`;
  },
};
