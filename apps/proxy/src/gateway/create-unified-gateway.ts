import type { Config } from '@heliostat/platform';
import type { OriginPools } from '../forward/origin-pools.js';
import type { FeatureStores } from '../server/feature-stores.js';
import type { LongWay } from '../server/long-way.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import { EndpointLatency } from './endpoint-latency.js';
import { GatewaySender } from './gateway-sender.js';
import { ProviderRequests } from './provider-request.js';
import { TokenCounter } from './token-counter.js';
import { UnifiedGateway } from './unified-gateway.js';
import { WarmPrefixes } from './warm-prefixes.js';

export type UnifiedGatewayDependencies = Pick<FeatureStores, 'ownKeys' | 'credits'> & {
  longWay: LongWay;
  pools: OriginPools;
  settings: Config['providers'];
  mayBePrivate: (origin: string) => boolean;
  breaker: CircuitBreaker;
};

/** The unified gateway with what it remembers of endpoints. */
export function createUnifiedGateway({
  longWay,
  pools,
  settings,
  mayBePrivate,
  breaker,
  ownKeys,
  credits,
}: UnifiedGatewayDependencies): UnifiedGateway {
  const requests = new ProviderRequests({ settings, pools, mayBePrivate });
  const latency = new EndpointLatency();
  const sender = new GatewaySender({
    settings,
    ownKeys,
    credits,
    breaker,
    latency,
    warm: new WarmPrefixes(),
    requests,
  });
  return new UnifiedGateway(longWay, sender, new TokenCounter({ settings, ownKeys, latency, requests }));
}
