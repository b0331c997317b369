import { Module } from '@nestjs/common';
import { AnalyticsModule } from '../dashboard/analytics.module.js';
import { SessionController } from './session.controller.js';
import { SessionService } from './session.service.js';

@Module({ imports: [AnalyticsModule], controllers: [SessionController], providers: [SessionService] })
export class SessionModule {}
