import { Module } from '@nestjs/common';
import { MembershipRepository } from './membership.repository.js';

/** Apart from the organisations' own module, since the guard needs it before any module is behind the guard. */
@Module({ providers: [MembershipRepository], exports: [MembershipRepository] })
export class MembershipModule {}
