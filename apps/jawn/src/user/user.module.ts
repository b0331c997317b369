import { Module } from '@nestjs/common';
import { AnalyticsModule } from '../dashboard/analytics.module.js';
import { HistogramModule } from '../histogram/histogram.module.js';
import { UserOverviewService } from './user-overview.service.js';
import { UserController } from './user.controller.js';
import { UserService } from './user.service.js';

@Module({
  imports: [AnalyticsModule, HistogramModule],
  controllers: [UserController],
  providers: [UserService, UserOverviewService],
})
export class UserModule {}
