import { type V1CronJob, type V1Job } from '@kubernetes/client-node';

/** A Job's name becomes a label's value and its pods' prefix. */
const maxName = 63;

/**
 * The Job that `kubectl create job --from=cronjob/…` would make. Its name holds the minute, so that two that are asked
 * for at the same moment are one: the second is refused by the API.
 */
export function newBackupJob(cronJob: V1CronJob, now: Date): V1Job {
  const { name = '', uid = '' } = cronJob.metadata ?? {};
  const minute = now.toISOString().slice(0, 16).replace(/[-:]/g, '').toLowerCase();
  const suffix = `-manual-${minute}z`;
  const template = cronJob.spec?.jobTemplate;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${name.slice(0, maxName - suffix.length)}${suffix}`,
      labels: template?.metadata?.labels,
      annotations: { ...template?.metadata?.annotations, 'cronjob.kubernetes.io/instantiate': 'manual' },
      // Without blockOwnerDeletion, which would need a right to the CronJob's finalizers.
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true }],
    },
    spec: template?.spec,
  };
}
