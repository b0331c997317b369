import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A prompt that an organisation keeps here; what it says is in its versions. */
@Entity('prompt')
export class PromptEntity {
  /** Six letters and digits (page assembly). */
  @PrimaryColumn('text')
  id!: string;

  @Index({ where: 'deleted_at IS NULL' })
  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  name!: string;

  @Column('text', { array: true, default: [] })
  tags!: string[];

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;
}
