import { providers } from '@heliostat/llm';
import { watchOwnModels } from '@heliostat/models';
import { CodedError, errorMessage, type Config, type Logger } from '@heliostat/platform';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, LOGGER } from '../platform/tokens.js';

/** Keeps the installation's own models in the registry while the app runs. */
@Injectable()
export class OwnModelsService implements OnModuleInit, OnApplicationShutdown {
  private watching?: { stop(): void };

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Throws `models/own-file`, whose message names the file and the way out, and ends the start. */
  async onModuleInit(): Promise<void> {
    try {
      this.watching = await watchOwnModels({
        file: this.config.MODELS_FILE,
        dataDir: this.config.HELIOSTAT_DATA_DIR,
        providers: providers.map(({ id }) => id),
        log: this.logger,
      });
    } catch (error) {
      throw new CodedError('models/own-file', errorMessage(error));
    }
  }

  onApplicationShutdown(): void {
    this.watching?.stop();
  }
}
