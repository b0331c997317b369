import { Module } from '@nestjs/common';
import { ModelListController } from './model-list.controller.js';
import { ModelRegistryController } from './model-registry.controller.js';
import { ModelRegistryService } from './model-registry.service.js';
import { OwnModelsService } from './own-models.service.js';

@Module({
  controllers: [ModelRegistryController, ModelListController],
  providers: [ModelRegistryService, OwnModelsService],
})
export class ModelRegistryModule {}
