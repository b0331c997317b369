import { Module } from '@nestjs/common';
import { ProviderController } from './provider.controller.js';
import { ProviderKeyController } from './provider-key.controller.js';
import { ProviderKeyRepository } from './provider-key.repository.js';
import { ProviderKeyService } from './provider-key.service.js';

@Module({
  controllers: [ProviderKeyController, ProviderController],
  providers: [ProviderKeyService, ProviderKeyRepository],
})
export class ProviderKeyModule {}
