/** A StatefulSet as it is in the cluster. */
export type KeptSet = {
  name: string;
  store: string;
  replicas: number;
  /** What its claim template asks for; absent when its pods have no claim. */
  claim?: { template: string; size: string; storageClass?: string };
};

/** What a release has in the cluster before it is changed. */
export type KeptData = {
  statefulSets: KeptSet[];
  /** Names of the volume claims that are there, also of StatefulSets that are gone. */
  claims: string[];
  /** Names of the CloudNativePG Clusters. */
  postgresClusters: string[];
  /** Which of the Secrets asked for are there. */
  secrets: string[];
};

/** Where to look: the cluster's API, or fixed data in tests. */
export interface KeptDataReader {
  read(selector: string, secrets: string[]): Promise<KeptData>;
}
