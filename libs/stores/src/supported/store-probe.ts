import { CodedError } from '@heliostat/platform';

/** Asks one store whether it can be used at all, and whether it is new enough. */
export type StoreProbe = {
  /** As people name it: `Postgres`. */
  store: string;
  /** Host and port, without user or password. */
  where: string;
  /**
   * Resolves with the store's name and version. Throws in words why it cannot be used; `UnsupportedStoreError` when
   * waiting does not help.
   */
  ask(): Promise<string>;
};

/** The store answers, but is too old (`stores/unsupported-version`). */
export class UnsupportedStoreError extends CodedError {
  constructor(store: string, version: string, needed: string) {
    super(
      'stores/unsupported-version',
      `${store} ${version} is too old: Heliostat needs ${needed}. Upgrade the server, or point to a newer one.`,
    );
    this.name = 'UnsupportedStoreError';
  }
}

/** Whether `version` (`26.7.2.1`, `7.2`) is `oldest` or later, by major and minor. */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [foundMajor = 0, foundMinor = 0] = version.split('.').map(Number);
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}
