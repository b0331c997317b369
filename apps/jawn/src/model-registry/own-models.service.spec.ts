import { createLogger, loadConfig } from '@heliostat/platform';
import { OwnModelsService } from './own-models.service.js';

describe(OwnModelsService.name, () => {
  const sut = (settings: Record<string, string>) =>
    new OwnModelsService(loadConfig(settings), createLogger('jawn', 'silent'));

  it('ends the start with a coded error where MODELS_FILE names no file', async () => {
    await expect(sut({ MODELS_FILE: '/nowhere/models.json' }).onModuleInit()).rejects.toMatchObject({
      code: 'models/own-file',
      message: expect.stringContaining('MODELS_FILE names /nowhere/models.json'),
    });
  });

  it('starts without a file of models', async () => {
    const service = sut({ HELIOSTAT_DATA_DIR: '/nowhere' });

    await service.onModuleInit();

    service.onApplicationShutdown();
  });
});
