import { Module } from '@nestjs/common';
import { AnalyticsModule } from '../dashboard/analytics.module.js';
import { UserController } from './user.controller.js';
import { UserService } from './user.service.js';

@Module({ imports: [AnalyticsModule], controllers: [UserController], providers: [UserService] })
export class UserModule {}
