import { type HeliconeRequest, type RequestQuery } from '@heliostat/contracts';
import { type FilterSurface, toClickHouse } from '@heliostat/filters';
import { findPictures } from '@heliostat/llm';
import { CodedError } from '@heliostat/platform';
import { Injectable } from '@nestjs/common';
import { type BodyLocation } from '../body/body-token.js';
import { BodyService } from '../body/body.service.js';
import { RequestRepository, type StoredRow } from './request.repository.js';
import { llmSchemaOf, toHeliconeRequest } from './request-view.js';

/** Logged calls for the REST API. */
@Injectable()
export class RequestService {
  constructor(
    private readonly repository: RequestRepository,
    private readonly bodies: BodyService,
  ) {}

  /** One page of calls with the previews of their bodies. Throws `FilterError` (400). */
  async query(
    organizationId: string,
    query: RequestQuery,
    surface: FilterSurface,
  ): Promise<HeliconeRequest[]> {
    const filter = this.filterOf(organizationId, query, surface);
    return this.view(await this.repository.page(organizationId, filter, query));
  }

  async count(organizationId: string, query: RequestQuery): Promise<number> {
    return this.repository.count(this.filterOf(organizationId, query, 'request-query'));
  }

  /** The calls with these ids (RQ-06); unknown ids are left out. */
  async byIds(organizationId: string, ids: readonly string[]): Promise<HeliconeRequest[]> {
    return this.view(await this.repository.byIds(organizationId, ids));
  }

  /**
   * One call with its normalised view, and with its full bodies when asked for. Where retention has dropped the
   * bodies, what the row holds. Throws 404 for an unknown id.
   */
  async byId(organizationId: string, id: string, includeBody: boolean): Promise<HeliconeRequest> {
    const row = await this.repository.byId(organizationId, id);
    if (!row) throw new CodedError('request/unknown', `There is no request ${id}`, 404);
    const request = this.viewOne(row);
    const location = locationOf(row);
    if (!location) return request;
    try {
      const bodies = this.bodies.bodiesOf(await this.bodies.record(location));
      const llmSchema = llmSchemaOf(row, bodies.request, bodies.response, true) ?? request.llmSchema;
      if (!includeBody) return { ...request, llmSchema };
      return { ...request, llmSchema, request_body: bodies.request, response_body: bodies.response };
    } catch (error) {
      if (error instanceof CodedError && error.code === 'body/gone')
        return { ...request, signed_body_url: null };
      // The row is worth showing while the object store is away.
      if (!includeBody) return request;
      throw error;
    }
  }

  /**
   * Where a picture of a call is: a `data:` URL of what lies in its bodies, else the URL that they name (IG-04). Throws 404
   * for an unknown call or picture, and 410 once the bodies are deleted.
   */
  async asset(organizationId: string, id: string, assetId: string): Promise<string> {
    const row = await this.repository.byId(organizationId, id);
    const location = row && locationOf(row);
    const place = row?.assets.indexOf(assetId) ?? -1;
    if (location && place >= 0) {
      const { request, response } = this.bodies.bodiesOf(await this.bodies.record(location));
      const address = findPictures(request, response)[place];
      if (address !== undefined) return address;
    }
    throw new CodedError('request/unknown-asset', `There is no asset ${assetId} of a request ${id}`, 404);
  }

  private view(rows: readonly StoredRow[]): HeliconeRequest[] {
    return rows.map((row) => this.viewOne(row));
  }

  private viewOne(row: StoredRow): HeliconeRequest {
    const location = locationOf(row);
    return toHeliconeRequest(row, location && this.bodies.signedUrl(location));
  }

  private filterOf(organizationId: string, query: RequestQuery, surface: FilterSurface) {
    const { where, params } = toClickHouse(query.filter, { organizationId, surface });
    return { where: [where, ...flagConditions(query)].join(' AND '), params };
  }
}

/** Null where no bodies are kept. */
export function locationOf(row: StoredRow): BodyLocation | null {
  if (row.storage_location !== 's3' || row.segment_key === '') return null;
  return {
    organizationId: row.organization_id,
    segmentKey: row.segment_key,
    offset: row.segment_offset,
    length: row.segment_length,
    requestId: row.request_id_given,
  };
}

const cacheHit = `cache_reference_id != toUUID('00000000-0000-0000-0000-000000000000')`;

/**
 * The query's flags as conditions. `false` is the documented default of each and excludes nothing. No call is part of
 * an experiment.
 */
function flagConditions({ isCached, isScored, isPartOfExperiment }: RequestQuery): string[] {
  return [
    ...(isCached ? [cacheHit] : []),
    ...(isScored ? ['notEmpty(scores)'] : []),
    ...(isPartOfExperiment ? ['false'] : []),
  ];
}
