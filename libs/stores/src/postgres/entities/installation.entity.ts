import { Column, Entity, PrimaryColumn } from 'typeorm';

/** At most one row: who claimed this installation first. No row means that it is fresh. */
@Entity('installation')
export class InstallationEntity {
  @PrimaryColumn('boolean', { default: true })
  id!: true;

  @Column('text', { name: 'first_owner_id', nullable: true })
  firstOwnerId!: string | null;

  @Column('timestamptz', { name: 'claimed_at', default: () => 'now()' })
  claimedAt!: Date;
}
