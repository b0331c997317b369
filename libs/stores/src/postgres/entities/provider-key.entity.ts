import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An organisation's own key for a provider; the key itself is sealed with `ENCRYPTION_KEY`. */
@Entity('provider_key')
export class ProviderKeyEntity {
  /** Short; what `model/provider/<deployment>` names. */
  @PrimaryColumn('text')
  id!: string;

  @Index({ where: 'deleted_at IS NULL' })
  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  /** Registry id. */
  @Column('text')
  provider!: string;

  @Column('text')
  name!: string;

  /** A `SecretBox`'s bytes of the JSON `{ key, secretKey? }`; null once the key is deleted. */
  @Column('bytea', { nullable: true, select: false })
  sealed!: Buffer | null;

  /** Last characters of the key, to tell keys apart. */
  @Column('text')
  preview!: string;

  /** Where the key is good: region, deployment, project and the like; nothing secret. */
  @Column('jsonb', { default: {} })
  config!: object;

  /** Whether calls without a named deployment may use it. */
  @Column('boolean', { name: 'byok_enabled', default: true })
  byokEnabled!: boolean;

  @Column('text', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;
}
