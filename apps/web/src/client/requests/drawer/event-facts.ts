import type { HeliconeRequest } from '@heliostat/contracts';

/** An event that no model answered (manual logging): what it is called, what it was given and what came back. */
export type EventFacts = { title: string; asked: unknown; answered: unknown };

const kinds = [
  ['toolDetails', 'toolDetailsResponse', 'Tool', 'toolName'],
  ['vectorDBDetails', 'vectorDBDetailsResponse', 'Vector database', 'operation'],
  ['dataDetails', 'dataDetailsResponse', 'Data', 'name'],
] as const;

/** The event of a row, undefined for a model's call. */
export function eventOf({ llmSchema }: HeliconeRequest): EventFacts | undefined {
  for (const [asked, answered, kind, name] of kinds) {
    const details = llmSchema?.request[asked];
    if (typeof details !== 'object' || details === null) continue;
    const named = (details as Record<string, unknown>)[name];
    return {
      title: typeof named === 'string' ? `${kind}: ${named}` : kind,
      asked: details,
      answered: llmSchema?.response?.[answered],
    };
  }
  return undefined;
}

/** Whether a row was reported without an address: there is nothing to send again. */
export const hasNoAddress = ({ request_path: path }: HeliconeRequest): boolean =>
  path !== '' && !path.startsWith('/') && !URL.canParse(path);
