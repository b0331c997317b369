/** The time inside a version 7 UUID (RFC 9562), epoch milliseconds; undefined for other versions. */
export function timeOfUuid(uuid: string): number | undefined {
  if (uuid[14] !== '7') return undefined;
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}
