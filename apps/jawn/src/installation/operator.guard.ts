import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type CallerRequest } from '../principal/principal.decorators.js';
import { InstallationService } from './installation.service.js';

/** Lets in who operates the installation; runs after `PrincipalGuard`, which knows who asks. */
@Injectable()
export class OperatorGuard implements CanActivate {
  constructor(private readonly installation: InstallationService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { caller } = context.switchToHttp().getRequest<CallerRequest>();
    if (!caller) throw new Error('a public route has no operator');
    await this.installation.requireOperator(caller);
    return true;
  }
}
