import { AccountEntity } from './account.entity.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { InstallationEntity } from './installation.entity.js';
import { OrganizationMemberEntity } from './organization-member.entity.js';
import { OrganizationEntity } from './organization.entity.js';
import { PendingRequestEditEntity } from './pending-request-edit.entity.js';
import { RateLimitEntity } from './rate-limit.entity.js';
import { SessionEntity } from './session.entity.js';
import { UserEntity } from './user.entity.js';
import { VerificationEntity } from './verification.entity.js';

/** Every table that TypeORM knows; a new entity is added here. */
export const entities = [
  UserEntity,
  AccountEntity,
  SessionEntity,
  VerificationEntity,
  RateLimitEntity,
  OrganizationEntity,
  OrganizationMemberEntity,
  ApiKeyEntity,
  InstallationEntity,
  PendingRequestEditEntity,
];
