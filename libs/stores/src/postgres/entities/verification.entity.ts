import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Short-lived tokens, such as a password reset's (better-auth's table). */
@Entity('verification')
export class VerificationEntity {
  @PrimaryColumn('text')
  id!: string;

  @Index()
  @Column('text')
  identifier!: string;

  @Column('text')
  value!: string;

  @Column('timestamptz')
  expiresAt!: Date;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'now()' })
  updatedAt!: Date;
}
