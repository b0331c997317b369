import { Module } from '@nestjs/common';
import { InstallationRepository } from './installation.repository.js';
import { InstallationService } from './installation.service.js';

@Module({
  providers: [InstallationService, InstallationRepository],
  exports: [InstallationService],
})
export class InstallationModule {}
