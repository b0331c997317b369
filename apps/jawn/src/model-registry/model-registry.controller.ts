import { modelRegistrySchema, ok, type ModelRegistry, type Result } from '@heliostat/contracts';
import { Controller, Get } from '@nestjs/common';
import { Api } from '../http/api.decorator.js';
import { Public } from '../principal/principal.decorators.js';
import { ModelRegistryService } from './model-registry.service.js';

@Controller('v1/public/model-registry')
export class ModelRegistryController {
  constructor(private readonly service: ModelRegistryService) {}

  @Get('models')
  @Public()
  @Api({
    summary: 'List every model that the gateway can route to',
    description:
      'Prices are USD per million tokens, of a web search USD for one. Endpoints come cheapest first; one whose price is unknown shows 0.',
    response: modelRegistrySchema,
    tag: 'model registry',
  })
  models(): Result<ModelRegistry> {
    return ok(this.service.registry());
  }
}
