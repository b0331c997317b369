import { Module } from '@nestjs/common';
import { AccountRepository } from './account.repository.js';
import { AccountService } from './account.service.js';

@Module({ providers: [AccountService, AccountRepository], exports: [AccountService] })
export class AccountModule {}
