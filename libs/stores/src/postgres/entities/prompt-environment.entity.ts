import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Which version of a prompt an environment (`production`, `staging`, any name) serves. */
@Entity('prompt_environment')
export class PromptEnvironmentEntity {
  @PrimaryColumn('text', { name: 'prompt_id' })
  promptId!: string;

  @PrimaryColumn('text')
  name!: string;

  @Index()
  @Column('uuid', { name: 'version_id' })
  versionId!: string;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
