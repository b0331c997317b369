import { Module } from '@nestjs/common';
import { AnalyticsModule } from '../dashboard/analytics.module.js';
import { HistogramModule } from '../histogram/histogram.module.js';
import { RequestModule } from '../request/request.module.js';
import { SessionFeedbackService } from './session-feedback.service.js';
import { SessionMetricsService } from './session-metrics.service.js';
import { SessionController } from './session.controller.js';
import { SessionService } from './session.service.js';

@Module({
  imports: [AnalyticsModule, HistogramModule, RequestModule],
  controllers: [SessionController],
  providers: [SessionService, SessionMetricsService, SessionFeedbackService],
})
export class SessionModule {}
