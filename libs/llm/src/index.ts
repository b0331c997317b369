export type { PathRewrite, Provider, Wire } from './providers/provider.js';
export {
  findProviderByHost,
  findProviderBySlug,
  providerOfUrl,
  providers,
  rewriteProviderPath,
} from './providers/provider-registry.js';
