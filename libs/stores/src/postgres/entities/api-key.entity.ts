import type { KeyPermissions } from '@heliostat/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A key of an organisation; the key itself is nowhere, only its hash. */
@Entity('api_key')
export class ApiKeyEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Index()
  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  name!: string;

  /** Hex SHA-256 of the key. */
  @Column('char', { length: 64, unique: true })
  hash!: string;

  /** First and last characters, to tell keys apart. */
  @Column('text')
  preview!: string;

  @Column('text')
  permissions!: KeyPermissions;

  /** The user who made it; null once that account is gone, or for the key of the installation's settings. */
  @Column('text', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** Exact to a minute. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;
}
