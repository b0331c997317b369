import { InstallationEntity, OrganizationEntity, OrganizationMemberEntity } from '@heliostat/stores/postgres';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Who runs this installation. */
@Injectable()
export class InstallationRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The account that claimed the installation, be it by signing up first or by `HELIOSTAT_INIT_EMAIL`. */
  async firstOwnerId(): Promise<string | null> {
    const row = await this.dataSource.getRepository(InstallationEntity).findOneBy({ id: true });
    return row?.firstOwnerId ?? null;
  }

  /**
   * Whether the user is owner or administrator of the organisation that the first owner made first. One that somebody
   * else made does not count, whatever the first owner's role in it: its owner would let people in here.
   */
  async administersFirstOrganization(userId: string, firstOwnerId: string): Promise<boolean> {
    const organization = await this.dataSource
      .getRepository(OrganizationEntity)
      .createQueryBuilder('organization')
      .innerJoin(
        OrganizationMemberEntity,
        'founder',
        // An organisation and the membership of who makes it are of one transaction, and so of one time.
        'founder.organizationId = organization.id AND founder.createdAt = organization.createdAt',
      )
      .where('founder.userId = :firstOwnerId AND organization.deletedAt IS NULL', { firstOwnerId })
      .orderBy('organization.createdAt', 'ASC')
      .getOne();
    if (!organization) return false;
    const membership = await this.dataSource
      .getRepository(OrganizationMemberEntity)
      .findOneBy({ organizationId: organization.id, userId });
    return membership?.role === 'owner' || membership?.role === 'admin';
  }
}
