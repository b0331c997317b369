import { AccountEntity } from './account.entity.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { CreditAccountEntity } from './credit-account.entity.js';
import { CreditEntryEntity } from './credit-entry.entity.js';
import { CreditReservationEntity } from './credit-reservation.entity.js';
import { InstallationEntity } from './installation.entity.js';
import { OrganizationMemberEntity } from './organization-member.entity.js';
import { OrganizationEntity } from './organization.entity.js';
import { PendingRequestEditEntity } from './pending-request-edit.entity.js';
import { PromptEnvironmentEntity } from './prompt-environment.entity.js';
import { PromptVersionEntity } from './prompt-version.entity.js';
import { PromptEntity } from './prompt.entity.js';
import { ProviderKeyEntity } from './provider-key.entity.js';
import { RateLimitPolicyEntity } from './rate-limit-policy.entity.js';
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
  ProviderKeyEntity,
  CreditAccountEntity,
  CreditEntryEntity,
  CreditReservationEntity,
  RateLimitPolicyEntity,
  PromptEntity,
  PromptVersionEntity,
  PromptEnvironmentEntity,
];
