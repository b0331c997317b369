import type { GuardedSet, GuardedStore, GuardSpec } from './guard-spec.js';
import type { KeptData, KeptSet } from './kept-data.js';
import { sameQuantity } from './quantity.js';

/**
 * What a release would do to the data that is there, each in words with the way out: leave it behind (which
 * `upgrade.allowDataLoss` may permit), or ask the cluster for what it cannot do. Empty: the release may go on.
 */
export function judgeRelease(spec: GuardSpec, kept: KeptData): string[] {
  return spec.stores.flatMap((store) => {
    const permitted = spec.allowDataLoss.includes(store.store);
    const refusals = kept.statefulSets
      .filter((set) => set.store === store.store && claimsOf(set, kept).length > 0)
      .flatMap((set) => judgeSet(set, store, kept, permitted));
    return [...refusals, ...judgeClusters(store, kept, permitted), ...judgePassword(store, kept)];
  });
}

/** A StatefulSet that never ran has no claims, and nothing to lose. */
const claimsOf = ({ name, claim }: KeptSet, { claims }: KeptData): string[] =>
  claim ? claims.filter((found) => new RegExp(`^${claim.template}-${name}-\\d+$`).test(found)) : [];

function judgeSet(set: KeptSet, store: GuardedStore, kept: KeptData, permitted: boolean): string[] {
  const wanted = store.statefulSets.find(({ name }) => name === set.name);
  if (!wanted) return permitted ? [] : [leftBehind(set, store)];
  const refusals = [...judgeClaim(set, wanted, store.store, claimsOf(set, kept))];
  if (wanted.replicas !== undefined && wanted.replicas !== set.replicas && !permitted)
    refusals.push(
      `${store.store}: ${set.name} has ${set.replicas} pod(s), the values want ${wanted.replicas}. Its data is laid out ` +
        `for ${set.replicas} and would not be readable. Keep the number; to change it, move the data to another ` +
        `server and name ${store.store} in upgrade.allowDataLoss for one upgrade.`,
    );
  return refusals;
}

function leftBehind({ name }: KeptSet, { store, statefulSets, cloudNativePg }: GuardedStore): string {
  const why = cloudNativePg
    ? 'a CloudNativePG Cluster, which begins empty, would take its place'
    : statefulSets.length > 0
      ? `the values keep the data in ${statefulSets.map((set) => set.name).join(', ')}`
      : `the values switch ${store} off`;
  return (
    `${store}: the StatefulSet ${name} holds data, and ${why}. Restore a backup of it where the apps will look, ` +
    `then name ${store} in upgrade.allowDataLoss for one upgrade. Its volume claims stay until you delete them.`
  );
}

function judgeClaim({ name, claim }: KeptSet, wanted: GuardedSet, store: string, claims: string[]): string[] {
  if (!claim) return [];
  const remake =
    `Kubernetes cannot change the claims of a StatefulSet. Make a backup, delete the StatefulSet and its claims ` +
    `(kubectl delete statefulset ${name}; kubectl delete pvc ${claims.join(' ')}), upgrade, and restore the backup.`;
  if (!wanted.claim)
    return [
      `${store}: ${name} keeps its data on volumes, and ${store}.persistence.enabled is false: the data would be ` +
        `left behind, and what is written from then on lost with each pod. Set it to true.`,
    ];
  const refusals: string[] = [];
  if ((wanted.claim.storageClass ?? '') !== (claim.storageClass ?? ''))
    refusals.push(
      `${store}: the volumes of ${name} are of the StorageClass ${claim.storageClass ?? '(default)'}, the values ` +
        `want ${wanted.claim.storageClass ?? '(default)'}. Set it back; or: ${remake}`,
    );
  if (!sameQuantity(wanted.claim.size, claim.size))
    refusals.push(
      `${store}: ${name} was made with volumes of ${claim.size}, ${store}.persistence.size is ${wanted.claim.size}. ` +
        `Set it back. To grow them: kubectl patch pvc ${claims.join(' ')} --patch ` +
        `'{"spec":{"resources":{"requests":{"storage":"${wanted.claim.size}"}}}}', then kubectl delete statefulset ` +
        `${name} --cascade=orphan, which keeps the pods, then upgrade again. Volumes cannot shrink.`,
    );
  return refusals;
}

function judgeClusters(store: GuardedStore, kept: KeptData, permitted: boolean): string[] {
  if (store.store !== 'postgres' || store.cloudNativePg || permitted) return [];
  return kept.postgresClusters.map(
    (name) =>
      `postgres: the CloudNativePG Cluster ${name} holds data, and postgres.mode is not cloudnative-pg any more. ` +
      `Restore a backup of it where the apps will look, then name postgres in upgrade.allowDataLoss for one upgrade.`,
  );
}

function judgePassword({ store, statefulSets, passwordIn }: GuardedStore, kept: KeptData): string[] {
  if (!passwordIn || kept.secrets.includes(passwordIn)) return [];
  const claims = statefulSets.flatMap(({ name }) =>
    kept.claims.filter((claim) => claim.endsWith(`-${name}-0`)),
  );
  if (claims.length === 0) return [];
  return [
    `${store}: the volume claim ${claims.join(', ')} is there, but not the Secret ${passwordIn} with the password ` +
      `that is stored in it; a new password would not open it. Make the Secret again with that password; or, if the ` +
      `data is not needed, kubectl delete pvc ${claims.join(' ')}.`,
  ];
}
