type Waiting = { reason?: string; message?: string };
type ContainerView = {
  name: string;
  ready: boolean;
  restartCount?: number;
  state?: { waiting?: Waiting; terminated?: Waiting & { exitCode?: number } };
};
/** A pod as the API gives it, as far as it tells why it is not ready. */
export type PodView = {
  metadata: { name: string };
  status?: {
    phase?: string;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
    initContainerStatuses?: ContainerView[];
    containerStatuses?: ContainerView[];
  };
};

/** Why a pod is not ready, in one line; nothing for one that is ready or has done its work. */
export function troubleOf({ metadata, status = {} }: PodView): string | undefined {
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  if (status.phase === 'Succeeded' || ready?.status === 'True') return undefined;
  const reasons = [
    ...(status.conditions ?? [])
      .filter(({ type, status: met }) => type === 'PodScheduled' && met === 'False')
      .map(({ message, reason }) => `cannot be scheduled: ${message ?? reason ?? 'no reason given'}`),
    ...(status.initContainerStatuses ?? []).flatMap((container) => reasonOf(container, true)),
    ...(status.containerStatuses ?? []).flatMap((container) => reasonOf(container, false)),
  ];
  return `${metadata.name}: ${reasons.join('; ') || (status.phase ?? 'state unknown')}`;
}

function reasonOf({ name, ready, state, restartCount = 0 }: ContainerView, isInit: boolean): string[] {
  const again = restartCount > 0 ? `, restarted ${restartCount} times` : '';
  if (state?.waiting) {
    const { reason = 'waiting', message } = state.waiting;
    if (reason === 'PodInitializing' || reason === 'ContainerCreating') return [];
    return [`${name} ${reason}${message ? ` (${message})` : ''}${again}`];
  }
  const code = state?.terminated?.exitCode;
  if (code !== undefined && code !== 0) return [`${name} ended with code ${code}${again}`];
  return ready || isInit || code === 0 ? [] : [`${name} runs and is not ready${again}`];
}
