import { CodedError } from '@heliostat/platform';
import { type Role } from '@heliostat/contracts';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { apiKey, type Access, type ApiOptions } from '../http/api.decorator.js';
import { CallerService } from './caller.service.js';
import { anyOrganizationKey, type CallerRequest, publicKey, roleKey } from './principal.decorators.js';
import { atLeast, roleRefusal, type Principal } from './principal.js';

/** Lets nobody in without a key or a session, and nobody do more than key and role allow (ER-05, ER-06, CR-03). */
@Injectable()
export class PrincipalGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: CallerService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const read = <T>(key: string) =>
      this.reflector.getAllAndOverride<T | undefined>(key, [context.getHandler(), context.getClass()]);
    if (read<boolean>(publicKey)) return true;

    const request = context.switchToHttp().getRequest<CallerRequest>();
    const caller = await this.callers.identify(request.headers);
    const access = read<ApiOptions>(apiKey)?.access ?? (request.method === 'GET' ? 'read' : 'write');
    if (caller.principal) this.authorize(caller.principal, access, read<Role>(roleKey));
    else if (!read<boolean>(anyOrganizationKey))
      throw new CodedError(
        'organization/none',
        'No organization ID found: this account belongs to no organization',
        403,
      );
    request.caller = caller;
    return true;
  }

  private authorize(principal: Principal, access: Access, role: Role | undefined): void {
    if (!allows(principal, access))
      throw new CodedError('principal/permission', denied(principal, access), 403);
    if (role && !atLeast(principal.role, role)) throw roleRefusal(principal, role);
  }
}

function allows({ permissions }: Principal, access: Access): boolean {
  switch (access) {
    case 'read':
    case 'role':
      return permissions !== 'w';
    case 'write':
      return permissions === 'rw';
    case 'ingest':
      return permissions !== 'r';
  }
}

function denied({ kind, permissions }: Principal, access: Access): string {
  if (kind === 'user') return 'Viewers may look at everything and change nothing';
  if (permissions === 'w') return 'This API key may only send requests and logs';
  return `This API key may only read; it has no ${access === 'ingest' ? 'right to send' : 'write access'}`;
}
