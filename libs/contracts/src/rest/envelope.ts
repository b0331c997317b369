/** Every REST reply: either data or an error in words (seed page "API reference overview"). */
export type Result<T> = { data: T; error: null } | { data: null; error: string };

export const ok = <T>(data: T): Result<T> => ({ data, error: null });
export const fail = (error: string): Result<never> => ({ data: null, error });
