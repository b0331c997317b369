import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A change of a logged call whose row had not come yet when it was asked for. */
@Entity('pending_request_edit')
@Index(['organizationId', 'requestId'])
export class PendingRequestEditEntity {
  /** Counts up: edits of one row apply in this order. */
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  /** The row's id: `requestUuid` of the id that the client gave. */
  @Column('uuid', { name: 'request_id' })
  requestId!: string;

  @Column('text')
  kind!: string;

  /** Not jsonb, which refuses the character U+0000. */
  @Column('json')
  payload!: unknown;

  @Index()
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
