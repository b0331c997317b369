import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type RateLimitUnit = 'request' | 'cents' | 'tokens';

/** A limit that an organisation keeps here, for all its calls or for one API key's. */
@Entity('rate_limit_policy')
@Index(['organizationId', 'name'], { unique: true })
export class RateLimitPolicyEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  /** Null: every key's calls. */
  @Column('uuid', { name: 'api_key_id', nullable: true })
  apiKeyId!: string | null;

  /** What `Helicone-RateLimit-Policy: <name>` asks for. */
  @Column('text')
  name!: string;

  @Column('double precision')
  quota!: number;

  /** 60 to 31,536,000. */
  @Column('integer', { name: 'window_seconds' })
  windowSeconds!: number;

  @Column('text')
  unit!: RateLimitUnit;

  /** `user` or a property's name; null counts all together. */
  @Column('text', { nullable: true })
  segment!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
