import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A tenant. A deleted one keeps its row, so that what purges its traffic can find it. */
@Entity('organization')
export class OrganizationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  /** Days that rows and bodies are kept; null keeps them for ever. */
  @Column('integer', { name: 'retention_days', nullable: true })
  retentionDays!: number | null;

  /** Whether a request of this organisation was ever seen. */
  @Column('boolean', { name: 'has_integrated', default: false })
  hasIntegrated!: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;
}
