import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person's login. better-auth reads and writes this table too, hence its camelCase columns. */
@Entity('user')
export class UserEntity {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  name!: string;

  /** Always lower case. */
  @Column('text', { unique: true })
  email!: string;

  @Column('boolean', { default: false })
  emailVerified!: boolean;

  @Column('text', { nullable: true })
  image!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { default: () => 'now()' })
  updatedAt!: Date;
}
