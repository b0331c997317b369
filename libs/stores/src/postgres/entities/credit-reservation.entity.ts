import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a call under way may cost at most; gone once the call is settled. */
@Entity('credit_reservation')
export class CreditReservationEntity {
  @PrimaryColumn('uuid', { name: 'organization_id' })
  organizationId!: string;

  /** Time and id of the call, as its row has them: a client may give one id to several calls. */
  @PrimaryColumn('timestamptz', { name: 'request_created_at', precision: 3 })
  requestCreatedAt!: Date;

  @PrimaryColumn('text', { name: 'request_id' })
  requestId!: string;

  @Column('bigint', { name: 'amount_nano' })
  amountNano!: string;

  @Index()
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
