import { Controller, Get } from '@nestjs/common';
import { Public } from '../principal/principal.decorators.js';
import { type OpenApiDocument, OpenApiService } from './openapi.service.js';

@Controller('openapi.json')
export class OpenApiController {
  constructor(private readonly service: OpenApiService) {}

  @Get()
  @Public()
  get(): OpenApiDocument {
    return this.service.document();
  }
}
