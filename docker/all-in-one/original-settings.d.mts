type Env = Record<string, string | undefined>;
export function withoutOriginalSettings(env: Env): { env: Env; notes: string[] };
