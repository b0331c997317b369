/** A secret as far as revisions need it; its data is decoded. */
export type StoredSecret = { name: string; createdAt: string; data: Record<string, string> };
export type NewSecret = {
  name: string;
  type: string;
  labels: Record<string, string>;
  data: Record<string, string>;
};
export type VolumeClaim = { name: string; size: string };
/** The release that a custom resource definition came with, where one says so. */
export type Owner = { release?: string | undefined; namespace?: string | undefined };

/** The port to a cluster: the few things that helm itself does not do. */
export interface Cluster {
  /** Makes the namespace where it is absent and adds labels that it lacks. Gives the labels that have other values. */
  ensureNamespace(name: string, labels: Record<string, string>): Promise<string[]>;
  /** The owner of a custom resource definition, or nothing where there is none of that name. */
  findCrd(name: string): Promise<Owner | undefined>;
  listSecrets(namespace: string, labels: Record<string, string>): Promise<StoredSecret[]>;
  /** False when one of that name is there already. */
  createSecret(namespace: string, secret: NewSecret): Promise<boolean>;
  deleteSecret(namespace: string, name: string): Promise<void>;
  /** Volume claims of a release, by the label app.kubernetes.io/instance. */
  listVolumeClaims(namespace: string, release: string): Promise<VolumeClaim[]>;
  deleteVolumeClaim(namespace: string, name: string): Promise<void>;
  /** A line for each pod of a release that is not ready, with the reason. */
  listTroubles(namespace: string, release: string): Promise<string[]>;
}

/** Opens the cluster of a kubeconfig and context; those of the environment unless told. */
export type OpenCluster = (where: {
  kubeconfig?: string | undefined;
  kubecontext?: string | undefined;
}) => Cluster;
