export type FieldType = 'text' | 'body' | 'number' | 'property' | 'boolean';

export type FilterField = {
  id: string;
  label: string;
  type: FieldType;
  /** Column of `request_response_rmt`. */
  column: string;
  /** What a number means, shown in its input. */
  unit?: string;
  /** The property that this field stands for. */
  propertyKey?: string;
  placeholder?: string;
};

export const filterFields: FilterField[] = [
  { id: 'model', label: 'Model', type: 'text', column: 'model', placeholder: 'gpt-4o-mini' },
  { id: 'provider', label: 'Provider', type: 'text', column: 'provider', placeholder: 'OPENAI' },
  { id: 'status', label: 'Status', type: 'number', column: 'status', placeholder: '200' },
  { id: 'user', label: 'User', type: 'text', column: 'user_id', placeholder: 'user id' },
  {
    id: 'session',
    label: 'Session',
    type: 'text',
    column: 'properties',
    propertyKey: 'Helicone-Session-Id',
    placeholder: 'session id',
  },
  { id: 'property', label: 'Property', type: 'property', column: 'properties', placeholder: 'value' },
  { id: 'latency', label: 'Latency', type: 'number', column: 'latency', unit: 'ms' },
  { id: 'ttft', label: 'Time to first token', type: 'number', column: 'time_to_first_token', unit: 'ms' },
  { id: 'cost', label: 'Cost', type: 'number', column: 'cost', unit: 'USD', placeholder: '0.01' },
  { id: 'total_tokens', label: 'Total tokens', type: 'number', column: 'total_tokens' },
  { id: 'prompt_tokens', label: 'Prompt tokens', type: 'number', column: 'prompt_tokens' },
  { id: 'completion_tokens', label: 'Completion tokens', type: 'number', column: 'completion_tokens' },
  { id: 'request_body', label: 'Request body', type: 'body', column: 'request_body', placeholder: 'text' },
  { id: 'response_body', label: 'Response body', type: 'body', column: 'response_body', placeholder: 'text' },
  { id: 'prompt', label: 'Prompt id', type: 'text', column: 'prompt_id' },
  { id: 'country', label: 'Country', type: 'text', column: 'country_code', placeholder: 'DE' },
  { id: 'request_id', label: 'Request id', type: 'text', column: 'request_id' },
  { id: 'cached', label: 'From cache', type: 'boolean', column: 'cached' },
];

export const fieldById = (id: string): FilterField | undefined =>
  filterFields.find((field) => field.id === id);

/** Operators by type: the API's names, and `in`, which the tree spells as alternatives. */
export const operatorsByType: Record<FieldType, { value: string; label: string }[]> = {
  text: [
    { value: 'equals', label: 'is' },
    { value: 'not-equals', label: 'is not' },
    { value: 'contains', label: 'contains' },
    { value: 'not-contains', label: 'does not contain' },
    { value: 'in', label: 'is one of' },
  ],
  body: [
    { value: 'contains', label: 'contains' },
    { value: 'not-contains', label: 'does not contain' },
  ],
  number: [
    { value: 'equals', label: '=' },
    { value: 'not-equals', label: '≠' },
    { value: 'gt', label: '>' },
    { value: 'gte', label: '≥' },
    { value: 'lt', label: '<' },
    { value: 'lte', label: '≤' },
  ],
  property: [
    { value: 'equals', label: 'is' },
    { value: 'not-equals', label: 'is not' },
    { value: 'contains', label: 'contains' },
    { value: 'in', label: 'is one of' },
  ],
  boolean: [{ value: 'equals', label: 'is' }],
};
