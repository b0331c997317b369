import type { Role } from '@heliostat/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A user's place in an organisation. */
@Entity('organization_member')
export class OrganizationMemberEntity {
  @PrimaryColumn('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Index()
  @PrimaryColumn('text', { name: 'user_id' })
  userId!: string;

  @Column('text')
  role!: Role;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
