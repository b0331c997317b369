import { OrganizationEntity } from '@heliostat/stores/postgres';
import { IsNull, Not, type DataSource } from 'typeorm';
import type { RetentionPolicy } from '../retention/retention.service.js';

/** What the worker reads and writes of organisations. */
export class OrganizationRepository {
  private readonly integrated = new Set<string>();

  constructor(private readonly dataSource: DataSource) {}

  /** Every organisation that does not keep its data for ever. */
  async retentionPolicies(): Promise<RetentionPolicy[]> {
    const organizations = await this.dataSource
      .getRepository(OrganizationEntity)
      .find({ select: { id: true, retentionDays: true }, where: { retentionDays: Not(IsNull()) } });
    return organizations.map(({ id, retentionDays }) => ({ organizationId: id, days: retentionDays! }));
  }

  /** Notes that an organisation's first request has arrived; asks Postgres once an organisation and process. */
  async markIntegrated(organizationId: string): Promise<void> {
    if (this.integrated.has(organizationId)) return;
    await this.dataSource
      .getRepository(OrganizationEntity)
      .update({ id: organizationId, hasIntegrated: false }, { hasIntegrated: true });
    this.integrated.add(organizationId);
  }
}
