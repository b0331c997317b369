import { type HealthCheck } from '@heliostat/platform';
import { Injectable } from '@nestjs/common';

/** What `/readyz` asks; modules add their checks when they are made. */
@Injectable()
export class HealthChecksService {
  readonly checks: HealthCheck[] = [];

  add(check: HealthCheck): void {
    this.checks.push(check);
  }
}
