import { Module } from '@nestjs/common';
import { AnalyticsModule } from '../dashboard/analytics.module.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsOverTimeController } from './metrics-over-time.controller.js';
import { MetricsService } from './metrics.service.js';

@Module({
  imports: [AnalyticsModule],
  controllers: [MetricsController, MetricsOverTimeController],
  providers: [MetricsService],
})
export class MetricsModule {}
