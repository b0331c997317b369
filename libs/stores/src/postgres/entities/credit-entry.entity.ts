import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export type CreditEntryKind = 'topup' | 'charge' | 'adjust';

/** One change of a balance. A call is charged once: (organisation, time, id) of its row is unique among charges. */
@Entity('credit_entry')
@Index(['organizationId', 'id'])
@Index(['organizationId', 'requestCreatedAt', 'requestId'], { unique: true, where: `kind = 'charge'` })
export class CreditEntryEntity {
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' })
  id!: string;

  @Column('uuid', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  kind!: CreditEntryKind;

  /** What the balance grew by: charges are negative. */
  @Column('bigint', { name: 'amount_nano' })
  amountNano!: string;

  /** The charged call, as the client or the proxy named it. */
  @Column('text', { name: 'request_id', nullable: true })
  requestId!: string | null;

  @Column({ type: 'timestamptz', name: 'request_created_at', precision: 3, nullable: true })
  requestCreatedAt!: Date | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('text', { name: 'created_by', nullable: true })
  createdBy!: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
