const pattern = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** `20260131T020000Z`: the second in UTC at which a backup began; sorts by time. */
export const backupId = (time: Date): string => `${time.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

/** When the backup of that id began; undefined for anything that is no id. */
export function backupIdTime(id: string): Date | undefined {
  const match = pattern.exec(id);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
