import { Module } from '@nestjs/common';
import { BodyModule } from '../body/body.module.js';
import { RequestController } from './request.controller.js';
import { RequestEditController } from './request-edit.controller.js';
import { RequestEditService } from './request-edit.service.js';
import { RequestRepository } from './request.repository.js';
import { RequestService } from './request.service.js';

@Module({
  imports: [BodyModule],
  controllers: [RequestController, RequestEditController],
  providers: [RequestService, RequestEditService, RequestRepository],
  exports: [RequestEditService, RequestRepository],
})
export class RequestModule {}
