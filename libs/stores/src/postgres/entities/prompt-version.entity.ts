import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One state of a prompt; never changed once written. */
@Entity('prompt_version')
@Index(['promptId', 'major', 'minor'], { unique: true })
export class PromptVersionEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'prompt_id' })
  promptId!: string;

  @Column('integer')
  major!: number;

  @Column('integer')
  minor!: number;

  /** The body's model, or empty. */
  @Column('text')
  model!: string;

  /** A chat completion's body with variables in it. Not jsonb, which reorders keys and refuses U+0000. */
  @Column('json')
  body!: object;

  @Column('text', { name: 'commit_message' })
  commitMessage!: string;

  @Column('text', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
