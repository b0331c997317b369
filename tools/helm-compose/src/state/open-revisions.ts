import type { OpenCluster } from '../cluster/cluster.js';
import type { Storage } from '../file/compose-file.schema.js';
import { fileIn } from '../helm/target.js';
import { KubernetesRevisions } from './kubernetes-revisions.js';
import { LocalRevisions } from './local-revisions.js';
import type { RevisionStore } from './revision-store.js';

/** The store that the file's `storage` names. */
export function openRevisions(storage: Storage, folder: string, openCluster: OpenCluster): RevisionStore {
  const { name, numberOfRevisions } = storage;
  if (storage.type === 'local')
    return new LocalRevisions(fileIn(folder, storage.path), name, numberOfRevisions);
  const cluster = openCluster({
    kubeconfig: storage.kubeconfig && fileIn(folder, storage.kubeconfig),
    kubecontext: storage.kubecontext,
  });
  return new KubernetesRevisions(cluster, storage.namespace, name, numberOfRevisions);
}
