import { Module } from '@nestjs/common';
import { HistogramRepository } from './histogram.repository.js';

@Module({ providers: [HistogramRepository], exports: [HistogramRepository] })
export class HistogramModule {}
