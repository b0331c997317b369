import { Module } from '@nestjs/common';
import { InstallationModule } from '../installation/installation.module.js';
import { CreditController } from './credit.controller.js';
import { CreditRepository } from './credit.repository.js';
import { CreditService } from './credit.service.js';
import { SpendRepository } from './spend.repository.js';
import { WalletController } from './wallet.controller.js';
import { WalletsController } from './wallets.controller.js';

@Module({
  imports: [InstallationModule],
  controllers: [CreditController, WalletController, WalletsController],
  providers: [CreditService, CreditRepository, SpendRepository],
})
export class CreditsModule {}
