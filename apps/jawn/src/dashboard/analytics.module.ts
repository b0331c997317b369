import { Module } from '@nestjs/common';
import { AnalyticsRepository } from './analytics.repository.js';

/** Aggregates of calls, for the dashboard and for the resources that count. */
@Module({ providers: [AnalyticsRepository], exports: [AnalyticsRepository] })
export class AnalyticsModule {}
