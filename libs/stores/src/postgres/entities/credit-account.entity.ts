import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * What an organisation may spend on the installation's own keys. One without a row may spend without limit. Money is
 * nano-USD (1e-9), a bigint, which the driver gives as text.
 */
@Entity('credit_account')
export class CreditAccountEntity {
  @PrimaryColumn('uuid', { name: 'organization_id' })
  organizationId!: string;

  /** The sum of the entries; below zero where a call cost more than was left. */
  @Column('bigint', { name: 'balance_nano', default: 0 })
  balanceNano!: string;

  /** Sum and number of the open reservations: kept here, so that one row's lock orders all who reserve. */
  @Column('bigint', { name: 'reserved_nano', default: 0 })
  reservedNano!: string;

  @Column('integer', { default: 0 })
  reservations!: number;

  @Column('boolean', { default: false })
  suspended!: boolean;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}
