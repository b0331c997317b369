import { Module } from '@nestjs/common';
import { AnalyticsModule } from '../dashboard/analytics.module.js';
import { PropertyController } from './property.controller.js';
import { PropertyService } from './property.service.js';

@Module({ imports: [AnalyticsModule], controllers: [PropertyController], providers: [PropertyService] })
export class PropertyModule {}
