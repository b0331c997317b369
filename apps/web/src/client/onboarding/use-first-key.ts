import { useEffect, useRef } from 'react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiKeysKey, createApiKey, listApiKeys } from '../keys/api-keys.api';
import { useSession } from '../api/session.queries';

/**
 * The first key: made without a click when the organisation has none. The key lives in this page's memory only;
 * after a reload it cannot be shown again and another one may be made.
 */
export function useFirstKey() {
  const { organization } = useSession();
  const queryClient = useQueryClient();
  const keys = useQuery({ queryKey: apiKeysKey, queryFn: ({ signal }) => listApiKeys(signal) });
  const create = useMutation({
    mutationFn: (name: string) => createApiKey({ api_key_name: name, key_permissions: 'rw' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeysKey }),
  });
  const asked = useRef(false);
  const allowed = organization !== undefined && organization.role !== 'viewer';
  const { mutate } = create;

  useEffect(() => {
    if (!allowed || asked.current || keys.data === undefined || keys.data.length > 0) return;
    asked.current = true;
    mutate('First key');
  }, [allowed, keys.data, mutate]);

  return {
    apiKey: create.data?.apiKey,
    existing: keys.data ?? [],
    isPending: keys.isPending || create.isPending,
    error: create.error ?? keys.error,
    createAnother: () => create.mutate(`Key of ${new Date().toISOString().slice(0, 10)}`),
    allowed,
  };
}
