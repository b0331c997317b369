import { Module } from '@nestjs/common';
import { RateLimitController } from './rate-limit.controller.js';
import { RateLimitRepository } from './rate-limit.repository.js';
import { RateLimitService } from './rate-limit.service.js';

@Module({ controllers: [RateLimitController], providers: [RateLimitService, RateLimitRepository] })
export class RateLimitModule {}
