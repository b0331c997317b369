/**
 * Where rows lie on a sharded cluster: by organisation and hour, so that one tenant's traffic is shared by all shards
 * over a day, and so that an hour's rows, its marks and its sums are on one. The two expressions give one value for
 * a row and for its hour.
 */
export const requestsShardKey =
  'sipHash64(organization_id, toUnixTimestamp(toStartOfHour(request_created_at)))';
export const hoursShardKey = 'sipHash64(organization_id, toUnixTimestamp(hour))';
export const segmentsShardKey = 'sipHash64(segment_key)';
