import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { InstallationModule } from '../installation/installation.module.js';
import { MemberController } from './member.controller.js';
import { MemberRepository } from './member.repository.js';
import { MemberService } from './member.service.js';
import { MembershipModule } from './membership.module.js';
import { OrganizationController } from './organization.controller.js';
import { OrganizationRepository } from './organization.repository.js';
import { OrganizationService } from './organization.service.js';

@Module({
  imports: [AuthModule, InstallationModule, MembershipModule],
  controllers: [OrganizationController, MemberController],
  providers: [OrganizationService, OrganizationRepository, MemberService, MemberRepository],
})
export class OrganizationModule {}
