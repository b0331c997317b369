import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One way for a user to sign in; `credential` holds the password's hash (better-auth's table). */
@Entity('account')
export class AccountEntity {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  accountId!: string;

  @Column('text')
  providerId!: string;

  @Index()
  @Column('text')
  userId!: string;

  @Column('text', { nullable: true })
  accessToken!: string | null;

  @Column('text', { nullable: true })
  refreshToken!: string | null;

  @Column('text', { nullable: true })
  idToken!: string | null;

  @Column('timestamptz', { nullable: true })
  accessTokenExpiresAt!: Date | null;

  @Column('timestamptz', { nullable: true })
  refreshTokenExpiresAt!: Date | null;

  @Column('text', { nullable: true })
  scope!: string | null;

  @Column('text', { nullable: true })
  password!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'now()' })
  updatedAt!: Date;
}
