import { type Config } from '@heliostat/platform';
import { createQueueCounter } from '@heliostat/stores/queue';
import { type DynamicModule, Module } from '@nestjs/common';
import { InstallationModule } from '../installation/installation.module.js';
import { type Registry } from 'prom-client';
import { CONFIG, REGISTRY } from '../platform/tokens.js';
import { BackupCatalog } from './backup-catalog.js';
import { addBackupMetrics } from './backup.metrics.js';
import { openPlatformSource } from './open-platform-source.js';
import { PLATFORM_SOURCE, type PlatformSource } from './platform-source.js';
import { PlatformStatusController } from './platform-status.controller.js';
import { PlatformStatusService, QUEUE_COUNTER } from './platform-status.service.js';

/** What runs where: pods or processes, queues, schemas, backups. (`../platform` is this app's own settings and log.) */
@Module({})
export class PlatformStatusModule {
  /** `source` replaces what the settings name. */
  static register(source?: PlatformSource): DynamicModule {
    return {
      module: PlatformStatusModule,
      imports: [InstallationModule],
      controllers: [PlatformStatusController],
      providers: [
        PlatformStatusService,
        {
          provide: PLATFORM_SOURCE,
          useFactory: (config: Config) => source ?? openPlatformSource(config),
          inject: [CONFIG],
        },
        { provide: QUEUE_COUNTER, useFactory: createQueueCounter, inject: [CONFIG] },
        {
          provide: BackupCatalog,
          useFactory: (config: Config, registry: Registry) => {
            const catalog = new BackupCatalog(config);
            if (config.BACKUP_S3_BUCKET_NAME) addBackupMetrics(registry, () => catalog.list());
            return catalog;
          },
          inject: [CONFIG, REGISTRY],
        },
      ],
    };
  }
}
