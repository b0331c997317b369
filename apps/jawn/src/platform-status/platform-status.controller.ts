import {
  ok,
  type PlatformArgoCd,
  platformArgoCdSchema,
  type PlatformAutoscaler,
  platformAutoscalerSchema,
  type PlatformBackupRun,
  platformBackupRunSchema,
  type PlatformBackups,
  platformBackupsSchema,
  type PlatformComponent,
  platformComponentSchema,
  type PlatformEvent,
  platformEventSchema,
  type PlatformMigrations,
  platformMigrationsSchema,
  type PlatformOverview,
  platformOverviewSchema,
  type PlatformQueues,
  platformQueuesSchema,
  type PlatformRestorePlan,
  platformRestorePlanSchema,
  type Result,
  runPlatformBackupSchema,
} from '@heliostat/contracts';
import { Controller, Get, Post, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { Api } from '../http/api.decorator.js';
import { ZodBody, ZodParam } from '../http/zod-input.js';
import { OperatorGuard } from '../installation/operator.guard.js';
import { CurrentCaller, WithoutOrganization } from '../principal/principal.decorators.js';
import { type Caller } from '../principal/principal.js';
import { PlatformStatusService } from './platform-status.service.js';

const backupId = z.string().regex(/^\d{8}T\d{6}Z$/, 'expected an id such as 20260131T020000Z');

/** The installation itself, for those who operate it; it belongs to no organisation. */
@Controller('v1/platform')
@UseGuards(OperatorGuard)
@WithoutOrganization()
export class PlatformStatusController {
  constructor(private readonly service: PlatformStatusService) {}

  @Get()
  @Api({
    summary: 'Get everything about what the installation runs on, and what is wrong now',
    description: 'For the owner of the installation and the administrators of their first organization.',
    response: platformOverviewSchema,
    access: 'role',
  })
  async overview(): Promise<Result<PlatformOverview>> {
    return ok(await this.service.overview());
  }

  @Get('components')
  @Api({
    summary: 'List apps and stores with their pods or processes',
    response: z.array(platformComponentSchema),
    access: 'role',
  })
  async components(): Promise<Result<PlatformComponent[]>> {
    return ok(await this.service.components.get());
  }

  @Get('events')
  @Api({
    summary: 'List the last warnings, newest first',
    response: z.array(platformEventSchema),
    access: 'role',
  })
  async events(): Promise<Result<PlatformEvent[]>> {
    return ok(await this.service.events.get());
  }

  @Get('autoscalers')
  @Api({
    summary: 'List autoscalers with their metrics',
    response: z.array(platformAutoscalerSchema),
    access: 'role',
  })
  async autoscalers(): Promise<Result<PlatformAutoscaler[]>> {
    return ok(await this.service.autoscalers.get());
  }

  @Get('queues')
  @Api({ summary: 'Count the jobs of every queue', response: platformQueuesSchema, access: 'role' })
  async queues(): Promise<Result<PlatformQueues>> {
    return ok(await this.service.queues.get());
  }

  @Get('migrations')
  @Api({
    summary: 'List what ran on the schemas of Postgres and ClickHouse, and what waits',
    response: platformMigrationsSchema,
    access: 'role',
  })
  async migrations(): Promise<Result<PlatformMigrations>> {
    return ok(await this.service.migrations());
  }

  @Get('backups')
  @Api({
    summary: 'List backups, their schedules and the last runs',
    response: platformBackupsSchema,
    access: 'role',
  })
  async backups(): Promise<Result<PlatformBackups>> {
    return ok(await this.service.backups());
  }

  @Post('backups')
  @Api({
    summary: "Start a schedule's backup now; 409 while one runs",
    response: platformBackupRunSchema,
    access: 'role',
    status: 201,
  })
  async runBackup(
    @CurrentCaller() { userId }: Caller,
    @ZodBody(runPlatformBackupSchema) { schedule }: z.infer<typeof runPlatformBackupSchema>,
  ): Promise<Result<PlatformBackupRun>> {
    return ok(await this.service.runBackup(schedule, { userId: userId ?? '' }));
  }

  @Get('backups/:id/restore-plan')
  @Api({
    summary: 'Get the commands and values that restore a backup; changes nothing',
    response: platformRestorePlanSchema,
    access: 'role',
  })
  async restorePlan(@ZodParam('id', backupId) id: string): Promise<Result<PlatformRestorePlan>> {
    return ok(await this.service.restorePlan(id));
  }

  @Get('argocd')
  @Api({
    summary: 'List the Applications of Argo CD that deploy this installation',
    response: platformArgoCdSchema,
    access: 'role',
  })
  async argocd(): Promise<Result<PlatformArgoCd>> {
    return ok(await this.service.argocd.get());
  }
}
