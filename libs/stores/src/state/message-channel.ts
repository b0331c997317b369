/** A two-way line between processes that keeps order and carries byte arrays. */
export type MessageChannel = {
  /** False when the other side is gone. */
  send(message: unknown): boolean;
  onMessage(listener: (message: unknown) => void): void;
};

/** The methods that are asked for through a line. */
export type RemoteMethod =
  'lookup' | 'store' | 'release' | 'wait' | 'recent' | 'addRecent' | 'take' | 'settle';

export type StateQuestion = { type: 'state?'; id: number; method: RemoteMethod; args: unknown[] };
export type StateAnswer = { type: 'state!'; id: number; value?: unknown; error?: string };

const isOfType = (message: unknown, type: string): boolean =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === type;

export const isStateQuestion = (message: unknown): message is StateQuestion => isOfType(message, 'state?');
export const isStateAnswer = (message: unknown): message is StateAnswer => isOfType(message, 'state!');
