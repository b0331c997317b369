import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeyModule } from '../api-key/api-key.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { MembershipModule } from '../organization/membership.module.js';
import { CallerService } from './caller.service.js';
import { KeyDirectoryService } from './key-directory.service.js';
import { PrincipalGuard } from './principal.guard.js';

/** The guard in front of every route. */
@Module({
  imports: [ApiKeyModule, AuthModule, MembershipModule],
  providers: [CallerService, KeyDirectoryService, { provide: APP_GUARD, useClass: PrincipalGuard }],
})
export class PrincipalModule {}
