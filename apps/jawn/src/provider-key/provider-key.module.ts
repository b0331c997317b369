import { Module } from '@nestjs/common';
import { ProviderController } from './provider.controller.js';
import { ProviderKeyAccess } from './provider-key-access.service.js';
import { ProviderKeyController } from './provider-key.controller.js';
import { ProviderKeyRepository } from './provider-key.repository.js';
import { ProviderKeyService } from './provider-key.service.js';
import { VaultController } from './vault.controller.js';

@Module({
  controllers: [ProviderKeyController, ProviderController, VaultController],
  providers: [ProviderKeyService, ProviderKeyAccess, ProviderKeyRepository],
})
export class ProviderKeyModule {}
