import { modelListJson, multimodalListJson } from '@heliostat/models';
import { Controller, Get, Header } from '@nestjs/common';
import { Api } from '../http/api.decorator.js';
import { Public } from '../principal/principal.decorators.js';

/** OpenAI's list of models, as the gateway gives it on its own port. */
@Controller('v1/models')
export class ModelListController {
  @Get()
  @Public()
  @Header('content-type', 'application/json; charset=utf-8')
  @Api({ summary: 'List models as OpenAI does', envelope: false, tag: 'model registry' })
  models(): Buffer {
    return modelListJson();
  }

  @Get('multimodal')
  @Public()
  @Header('content-type', 'application/json; charset=utf-8')
  @Api({
    summary: 'List models that take or give more than one kind of content',
    envelope: false,
    tag: 'model registry',
  })
  multimodal(): Buffer {
    return multimodalListJson();
  }
}
