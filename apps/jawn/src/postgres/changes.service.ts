import { type ChangeNotice } from '@heliostat/contracts';
import { type Config, type Logger } from '@heliostat/platform';
import { listenForChanges, type ChangeListener } from '@heliostat/stores/postgres';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, LOGGER } from '../platform/tokens.js';

/** Tells this process' caches what changed in any jawn, by one LISTEN connection. */
@Injectable()
export class ChangesService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly handlers = new Map<ChangeNotice['kind'], ((id: string) => void)[]>();
  private readonly gapHandlers: (() => void)[] = [];
  private listener?: ChangeListener;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  on(kind: ChangeNotice['kind'], handler: (id: string) => void): void {
    this.handlers.set(kind, [...(this.handlers.get(kind) ?? []), handler]);
  }

  /** Notices may have been missed: forget everything. */
  onGap(handler: () => void): void {
    this.gapHandlers.push(handler);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.listener = await listenForChanges(this.config, (notice) => this.deliver(notice), {
      onGap: () => this.gapHandlers.forEach((handler) => handler()),
      onError: (error) =>
        this.logger.warn({ error: error.message }, 'the connection for change notices broke'),
    });
  }

  deliver({ kind, id }: ChangeNotice): void {
    this.handlers.get(kind)?.forEach((handler) => handler(id));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.listener?.close();
  }
}
