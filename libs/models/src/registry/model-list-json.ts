import type { RegistryModel } from './registry-types.js';
import { listModels, registryGeneration, resolveName } from './registry.js';

type Lists = { generation: number; all: Buffer; multimodal: Buffer };
let lists: Lists | undefined;

function toJson(models: readonly RegistryModel[]): Buffer {
  return Buffer.from(JSON.stringify({ object: 'list', data: models.map(entryOf) }));
}

const entryOf = ({ id, created, author }: RegistryModel) => ({
  id,
  object: 'model',
  created,
  owned_by: author,
});

const isMultimodal = ({ inputModalities, outputModalities }: RegistryModel): boolean =>
  inputModalities.length > 1 || outputModalities.length > 1;

function current(): Lists {
  const generation = registryGeneration();
  if (lists?.generation !== generation) {
    const models = listModels();
    lists = { generation, all: toJson(models), multimodal: toJson(models.filter(isMultimodal)) };
  }
  return lists;
}

/** The reply of `GET /v1/models`, OpenAI's list (page rest/ai-gateway/get-v1models); made once for each registry. */
export function modelListJson(): Buffer {
  return current().all;
}

/** The reply of `GET /v1/models/multimodal`: models with several kinds of input, or of output. */
export function multimodalListJson(): Buffer {
  return current().multimodal;
}

/** The reply of `GET /v1/models/{id}` (OpenAI's "retrieve model"); undefined for a name that no model has. */
export function modelJson(name: string): Buffer | undefined {
  const model = resolveName(name)?.model;
  return model && Buffer.from(JSON.stringify(entryOf(model)));
}
