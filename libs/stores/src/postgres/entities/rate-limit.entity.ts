import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Counts of sign-in attempts, shared by all replicas (better-auth's table). */
@Entity('rateLimit')
export class RateLimitEntity {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { unique: true })
  key!: string;

  @Column('integer')
  count!: number;

  /** Milliseconds since 1970; Postgres sends bigints as text. */
  @Column('bigint')
  lastRequest!: string;
}
