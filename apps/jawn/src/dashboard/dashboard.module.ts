import { Module } from '@nestjs/common';
import { AnalyticsModule } from './analytics.module.js';
import { DashboardController } from './dashboard.controller.js';
import { DashboardService } from './dashboard.service.js';

@Module({ imports: [AnalyticsModule], controllers: [DashboardController], providers: [DashboardService] })
export class DashboardModule {}
