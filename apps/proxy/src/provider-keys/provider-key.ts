/** Where a key is good, as jawn keeps it; each provider reads what it needs. Nothing in it is secret. */
export type ProviderKeyConfig = {
  region?: string;
  location?: string;
  projectId?: string;
  /** Origin and path prefix of the organisation's own endpoint. */
  baseUri?: string;
  resourceName?: string;
  deploymentName?: string;
  apiVersion?: string;
  crossRegion?: boolean;
  /** What the deployment calls the model, and which model of the registry that is. */
  modelName?: string;
  heliconeModelId?: string;
  gatewayMapping?: string;
};

export type ProviderKeyFields = {
  /** Short id, which `model/provider/<deployment>` names (GW-09). */
  id: string;
  /** Registry id. */
  provider: string;
  /** As its owner calls it. */
  name: string;
  config: ProviderKeyConfig;
  /** Whether calls that name no deployment may use it. */
  byokEnabled: boolean;
};

/** An organisation's own key for a provider. Its secrets stay out of JSON and of whatever prints objects (CR-02). */
export class ProviderKey {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  readonly config: ProviderKeyConfig;
  readonly byokEnabled: boolean;
  readonly #key: string;
  readonly #secretKey: string | undefined;

  constructor(fields: ProviderKeyFields, key: string, secretKey?: string) {
    this.id = fields.id;
    this.provider = fields.provider;
    this.name = fields.name;
    this.config = fields.config;
    this.byokEnabled = fields.byokEnabled;
    this.#key = key;
    this.#secretKey = secretKey;
  }

  /** The key; an access key's id where there are two parts (AWS), a service account's JSON (Google). */
  get key(): string {
    return this.#key;
  }

  /** The second part, where there is one. */
  get secretKey(): string | undefined {
    return this.#secretKey;
  }

  /** Whether `model/provider/<deployment>` means this key: by its id, or by its name in lower case with hyphens. */
  isDeployment(deployment: string): boolean {
    return deployment === this.id || slugOf(deployment) === slugOf(this.name);
  }
}

const slugOf = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, '-');
