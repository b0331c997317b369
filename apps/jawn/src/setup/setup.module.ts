import { Module } from '@nestjs/common';
import { AccountModule } from '../account/account.module.js';
import { SetupController } from './setup.controller.js';
import { SetupService } from './setup.service.js';

@Module({ imports: [AccountModule], controllers: [SetupController], providers: [SetupService] })
export class SetupModule {}
