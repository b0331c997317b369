import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CreditBalance, CreditEntry, ModelSpend, Wallet } from '@heliostat/contracts';
import { api } from '../api/api-client';

export const creditsKey = ['credits'] as const;

export const pageSize = 25;

export const useBalance = () =>
  useQuery({
    queryKey: [...creditsKey, 'balance'],
    queryFn: async ({ signal }) => {
      const [balance, { totalSpend }] = await Promise.all([
        api.get<CreditBalance>('/v1/credits/balance', signal),
        api.get<{ totalSpend: number }>('/v1/credits/totalSpend', signal),
      ]);
      return { ...balance, totalSpend };
    },
  });

export const useEntries = (page: number) =>
  useQuery({
    queryKey: [...creditsKey, 'entries', page],
    queryFn: ({ signal }) =>
      api.get<{ entries: CreditEntry[]; total: number }>(
        `/v1/credits/entries?page=${page}&pageSize=${pageSize}`,
        signal,
      ),
    placeholderData: keepPreviousData,
  });

export const spendRanges = { '7d': '7 days', '30d': '30 days', '90d': '90 days', all: 'All' } as const;
export type SpendRange = keyof typeof spendRanges;

export const useSpend = (range: SpendRange) =>
  useQuery({
    queryKey: [...creditsKey, 'spend', range],
    queryFn: ({ signal }) =>
      api.get<{ models: ModelSpend[]; totalCost: number }>(
        `/v1/credits/spend/breakdown?timeRange=${range}`,
        signal,
      ),
    placeholderData: keepPreviousData,
  });

/** Every organisation of the installation; for its operators. */
export const useWallets = (search: string, page: number, enabled: boolean) =>
  useQuery({
    queryKey: [...creditsKey, 'wallets', search, page],
    queryFn: ({ signal }) =>
      api.get<{ wallets: Wallet[]; total: number }>(
        `/v1/admin/wallets?${new URLSearchParams({ search, page: String(page), pageSize: String(pageSize) }).toString()}`,
        signal,
      ),
    enabled,
    placeholderData: keepPreviousData,
  });

export type WalletChange =
  | { kind: 'add'; cents: number; reason: string }
  | { kind: 'take'; cents: number; reason: string }
  | { kind: 'set'; cents: number; reason: string }
  | { kind: 'suspend'; suspended: boolean; reason: string }
  | { kind: 'unlimit' };

export function changeWallet(organizationId: string, change: WalletChange): Promise<CreditBalance> {
  const path = `/v1/admin/wallet/${encodeURIComponent(organizationId)}`;
  switch (change.kind) {
    case 'add':
    case 'take': {
      const query = new URLSearchParams({
        amount: String(change.cents),
        type: change.kind === 'add' ? 'credit' : 'debit',
        reason: change.reason,
      });
      return api.post(`${path}/modify-balance?${query.toString()}`, {});
    }
    case 'set':
      return api.put(path, { balance: change.cents, reason: change.reason });
    case 'suspend':
      return api.put(path, { suspended: change.suspended, reason: change.reason });
    case 'unlimit':
      return api.delete(path);
  }
}
