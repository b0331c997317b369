import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A signed-in browser (better-auth's table). */
@Entity('session')
export class SessionEntity {
  @PrimaryColumn('text')
  id!: string;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('text', { unique: true })
  token!: string;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'now()' })
  updatedAt!: Date;

  @Column('text', { nullable: true })
  ipAddress!: string | null;

  @Column('text', { nullable: true })
  userAgent!: string | null;

  @Index()
  @Column('text')
  userId!: string;
}
