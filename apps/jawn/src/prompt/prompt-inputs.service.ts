import { CodedError } from '@heliostat/platform';
import { Injectable } from '@nestjs/common';
import { BodyService } from '../body/body.service.js';
import { RequestRepository } from '../request/request.repository.js';
import { locationOf } from '../request/request.service.js';

export type PromptInputs = { request_id: string; version_id: string; inputs: Record<string, unknown> };

/** What a logged call filled a prompt's variables with (PR-10): it lies in the call's record, beside its bodies. */
@Injectable()
export class PromptInputsService {
  constructor(
    private readonly requests: RequestRepository,
    private readonly bodies: BodyService,
  ) {}

  /** Throws 404 where no such call used this version, 410 when retention has dropped its record. */
  async inputs(
    organizationId: string,
    promptId: string,
    versionId: string,
    requestId: string,
  ): Promise<PromptInputs> {
    const row = await this.requests.byId(organizationId, requestId);
    if (!row || row.prompt_id !== promptId || row.prompt_version !== versionId)
      throw new CodedError(
        'prompt/request',
        `There is no request ${requestId} with this version of the prompt`,
        404,
      );
    const location = locationOf(row);
    if (!location) throw new CodedError('prompt/omitted', 'Nothing of this request was kept', 404);
    const { meta } = await this.bodies.record(location);
    return { request_id: requestId, version_id: versionId, inputs: meta.promptInputs ?? {} };
  }
}
