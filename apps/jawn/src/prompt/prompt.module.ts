import { Module } from '@nestjs/common';
import { BodyModule } from '../body/body.module.js';
import { RequestModule } from '../request/request.module.js';
import { PromptInputsService } from './prompt-inputs.service.js';
import { PromptQueryV2Controller } from './prompt-query-v2.controller.js';
import { PromptQueryController } from './prompt-query.controller.js';
import { PromptController } from './prompt.controller.js';
import { PromptRepository } from './prompt.repository.js';
import { PromptService } from './prompt.service.js';

@Module({
  imports: [BodyModule, RequestModule],
  controllers: [PromptQueryController, PromptQueryV2Controller, PromptController],
  providers: [PromptService, PromptInputsService, PromptRepository],
})
export class PromptModule {}
