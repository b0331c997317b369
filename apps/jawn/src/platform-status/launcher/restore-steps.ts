import { type PlatformBackup, type PlatformRestorePlan } from '@heliostat/contracts';

/** How a backup of `heliostat backup run` is restored on one machine. */
export function launcherRestoreSteps(
  backup: PlatformBackup,
  directory: string,
): PlatformRestorePlan['steps'] {
  const at = `HELIOSTAT_DATA_DIR=${/^[\w./-]+$/.test(directory) ? directory : `'${directory.replaceAll("'", `'\\''`)}'`}`;
  return [
    {
      title: 'Stop Heliostat and keep what is there now',
      words: 'Ctrl-C where it was started, then copy its folder.',
      code: `cp -a ${at.slice('HELIOSTAT_DATA_DIR='.length)} heliostat-before-restore`,
      language: 'shell',
    },
    {
      title: 'Start the stores alone',
      words: 'In a second terminal; leave it open.',
      code: `${at} npx heliostat start --only-stores`,
      language: 'shell',
    },
    {
      title: 'Restore',
      words: `Replaces ${backup.stores.join(', ')} with the backup ${backup.id}.`,
      code: `${at} npx heliostat restore --backup ${backup.id} --force`,
      language: 'shell',
    },
    {
      title: 'Start Heliostat again',
      words: 'Ctrl-C in the second terminal first.',
      code: `${at} npm start`,
      language: 'shell',
    },
  ];
}
