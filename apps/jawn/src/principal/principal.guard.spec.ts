import { type Role, type KeyPermissions } from '@heliostat/contracts';
import { type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Api, type Access } from '../http/api.decorator.js';
import { fake } from '../testing/fake.js';
import { type CallerService } from './caller.service.js';
import { type CallerRequest, Public, RequireRole, WithoutOrganization } from './principal.decorators.js';
import { PrincipalGuard } from './principal.guard.js';
import { type Principal } from './principal.js';

class Routes {
  @Public()
  open() {}
  @Api({ summary: 'x' })
  plain() {}
  @Api({ summary: 'x', access: 'read' })
  read() {}
  @Api({ summary: 'x', access: 'write' })
  write() {}
  @Api({ summary: 'x', access: 'ingest' })
  ingest() {}
  @Api({ summary: 'x', access: 'role' })
  role() {}
  @RequireRole('admin')
  @Api({ summary: 'x' })
  admin() {}
  @WithoutOrganization()
  @Api({ summary: 'x' })
  anyone() {}
}

const principal = (permissions: KeyPermissions, role: Role = 'member'): Principal => ({
  kind: 'key',
  userId: null,
  keyId: 'k',
  organizationId: 'acme',
  role,
  permissions,
});

/** 200, or the status of the refusal. */
const ask = async (route: keyof Routes, who: Principal | null, method = 'GET'): Promise<number> =>
  (await answerOf(route, who, method)).status;

async function answerOf(
  route: keyof Routes,
  who: Principal | null,
  method = 'GET',
): Promise<{ status: number; message?: string }> {
  const request = { method, headers: {} } as CallerRequest;
  const sut = new PrincipalGuard(
    new Reflector(),
    fake<CallerService>({ identify: async () => ({ userId: 'ada', principal: who }) }),
  );
  const context = {
    getHandler: () => Routes.prototype[route],
    getClass: () => Routes,
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
  try {
    return { status: (await sut.canActivate(context)) ? 200 : 500 };
  } catch (error) {
    return error as { status: number; message: string };
  }
}

describe(PrincipalGuard.name, () => {
  it.each<[KeyPermissions, Access, number]>([
    ['rw', 'read', 200],
    ['rw', 'write', 200],
    ['rw', 'ingest', 200],
    ['rw', 'role', 200],
    ['r', 'read', 200],
    ['r', 'write', 403],
    ['r', 'ingest', 403],
    ['r', 'role', 200],
    ['w', 'read', 403],
    ['w', 'write', 403],
    ['w', 'ingest', 200],
    ['w', 'role', 403],
  ])('ER-06, CR-03: answers a key with %s that wants to %s with %i', async (permissions, access, status) => {
    expect(await ask(access, principal(permissions), 'POST')).toBe(status);
  });

  it('takes a route that says nothing for reading with GET and for writing with anything else', async () => {
    expect(await ask('plain', principal('r'), 'GET')).toBe(200);
    expect(await ask('plain', principal('r'), 'DELETE')).toBe(403);
  });

  it.each<[Role, number]>([
    ['viewer', 403],
    ['member', 403],
    ['admin', 200],
    ['owner', 200],
  ])('answers a %s on a route for admins with %i', async (role, status) => {
    expect(await ask('admin', principal('rw', role))).toBe(status);
  });

  it.each<[string, Principal, string]>([
    ['a key', principal('rw'), 'API keys act as a member at most: an admin or an owner does it, signed in'],
    [
      'a member',
      { ...principal('rw'), kind: 'user', userId: 'ada' },
      'yours is member: ask an admin or an owner',
    ],
  ])('ER-06: tells %s who may do what needs an admin', async (_who, caller, words) => {
    const { status, message } = await answerOf('admin', caller);
    expect([status, message]).toEqual([403, expect.stringContaining(words)]);
    expect(message).toMatch(/^This needs the role admin in the organization, /);
  });

  it('lets an account without organization only where the route says so', async () => {
    expect(await ask('plain', null)).toBe(403);
    expect(await ask('anyone', null)).toBe(200);
  });

  it('asks nobody who they are on a public route', async () => {
    expect(await ask('open', null)).toBe(200);
  });
});
