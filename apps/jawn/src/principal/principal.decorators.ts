import { type Role } from '@heliostat/contracts';
import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Caller, type Principal } from './principal.js';

export type CallerRequest = FastifyRequest & { caller?: Caller };

export const publicKey = 'heliostat:public';
export const roleKey = 'heliostat:role';
export const anyOrganizationKey = 'heliostat:any-organization';

/** Anyone may call the route. */
export const Public = () => SetMetadata(publicKey, true);

/** The least role in the caller's organisation; others get 403. */
export const RequireRole = (role: Role) => SetMetadata(roleKey, role);

/** Signed-in people without an organisation may call the route, too; take `@CurrentCaller()` there. */
export const WithoutOrganization = () => SetMetadata(anyOrganizationKey, true);

/** The `Principal`: its `organizationId` goes into every query. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const principal = callerOf(context).principal;
  if (!principal) throw new Error('a route without organisation takes @CurrentCaller()');
  return principal;
});

/** The `Caller`, for routes marked `@WithoutOrganization()`. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf(context),
);

function callerOf(context: ExecutionContext): Caller {
  const { caller } = context.switchToHttp().getRequest<CallerRequest>();
  if (!caller) throw new Error('a public route has no caller');
  return caller;
}
