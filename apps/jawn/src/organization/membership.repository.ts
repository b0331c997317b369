import { type Role } from '@heliostat/contracts';
import { OrganizationEntity, OrganizationMemberEntity } from '@heliostat/stores/postgres';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export type Membership = { organizationId: string; role: Role };

/** Who belongs where. */
@Injectable()
export class MembershipRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The user's place in that organisation, or in the one joined first; null when there is none. */
  async findForUser(userId: string, organizationId?: string): Promise<Membership | null> {
    const query = this.dataSource
      .getRepository(OrganizationMemberEntity)
      .createQueryBuilder('member')
      .innerJoin(
        OrganizationEntity,
        'organization',
        'organization.id = member.organizationId AND organization.deletedAt IS NULL',
      )
      .where('member.userId = :userId', { userId })
      .orderBy('member.createdAt', 'ASC')
      .addOrderBy('member.organizationId', 'ASC');
    if (organizationId !== undefined)
      query.andWhere('member.organizationId = :organizationId', { organizationId });
    const found = await query.getOne();
    return found && { organizationId: found.organizationId, role: found.role };
  }
}
