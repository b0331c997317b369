/** Postgres NOTIFY channel on which jawn announces changes that proxies cache; the payload is a `ChangeNotice`. */
export const changeChannel = 'heliostat_changes';

/** `id` is the changed thing's cache key: for `api-key` the hex SHA-256 of the key. */
export type ChangeNotice = {
  kind: 'api-key' | 'organization' | 'provider-key' | 'prompt' | 'policy';
  id: string;
};
