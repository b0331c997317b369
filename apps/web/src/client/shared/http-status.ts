export type StatusTone = 'good' | 'warn' | 'bad' | 'info';
export type StatusView = { label: string; tone: StatusTone; words: string };

const special: Record<number, StatusView> = {
  [-2]: { label: 'Timeout', tone: 'bad', words: 'The stream stopped and did not end in time.' },
  [-3]: { label: 'Cancelled', tone: 'warn', words: 'The client left before the reply was complete.' },
  [-4]: { label: 'Threat', tone: 'bad', words: 'The prompt was stopped as a threat.' },
};

const named: Record<number, string> = {
  400: 'The request was not accepted.',
  401: 'The key was not accepted.',
  403: 'The key does not allow this.',
  404: 'The path, model or prompt is not known.',
  408: 'The provider waited too long for the request.',
  413: 'The request is larger than allowed.',
  422: 'The request cannot be used as it is.',
  429: 'The provider, or a limit of yours, asks to slow down.',
  500: 'The provider failed inside.',
  502: 'The provider could not be reached.',
  503: 'The provider, or a store that the call needs, is not available.',
  504: 'The provider did not answer in time.',
  529: 'The provider is overloaded.',
};

/** A row's status as people read it: HTTP's own numbers, and words for those that no reply had. */
export function describeStatus(status: number): StatusView {
  if (special[status]) return special[status];
  if (status <= 0) return { label: 'No reply', tone: 'bad', words: 'There is no complete reply.' };
  if (status < 300) return { label: String(status), tone: 'good', words: 'The provider answered.' };
  if (status < 400)
    return { label: String(status), tone: 'info', words: 'The provider sent the client elsewhere.' };
  const words = named[status] ?? (status < 500 ? 'The request was refused.' : 'The provider failed.');
  return { label: String(status), tone: status < 500 ? 'warn' : 'bad', words };
}
