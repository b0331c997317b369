import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module.js';
import { AuthService } from './auth.service.js';

@Module({ imports: [AccountModule], providers: [AuthService], exports: [AuthService] })
export class AuthModule {}
