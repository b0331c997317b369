type Values = Record<string, string>;
export function completeSecrets(kept: Values, given: Record<string, string | undefined>): Values;
export function shellFile(values: Values): string;
export function readShellFile(text: string): Values;
export function clickhouseUsers(secrets: Values): string;
export function secretFiles(secrets: Values): Record<string, string>;
