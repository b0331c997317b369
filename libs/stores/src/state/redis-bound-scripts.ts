/** Entries whose time is over and that one call strikes from the account; more than a call adds. */
const maxExpired = 100;
/** Entries that one call names to be dropped, so that Redis is never held up for long. */
export const maxDropped = 1_000;
/** The account outlives its last entry by this, and is then gone itself. */
const accountMs = 60_000;

/** The sum lies beside the sizes, under the empty name, so that neither outlives the other. */
const account = `
local ages, ends, sizes = KEYS[1], KEYS[2], KEYS[3]
local before = tonumber(redis.call('HGET', sizes, '') or 0)
local total = before
local function strike(name)
  local size = tonumber(redis.call('HGET', sizes, name) or 0)
  redis.call('ZREM', ages, name)
  redis.call('ZREM', ends, name)
  redis.call('HDEL', sizes, name)
  total = total - size
end
`;

/**
 * Enters what was stored, and names what must be dropped for it: the oldest. These stay in the account until
 * \`hsDropped\`, so that a proxy that dies in between leaves nothing behind that nobody counts. What strikes comes first:
 * a full Redis lets a script add only after that. KEYS: ages, ends, sizes. ARGV: bytes of all together, bytes to drop
 * whatever there is, and for an entry its key, bytes and milliseconds. Answers: bytes of all, then key and age of each.
 */
const keep = `${account}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, name in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', now, 'LIMIT', 0, ${maxExpired})) do strike(name) end
local name, size = ARGV[3], tonumber(ARGV[4])
if name then
  total = total + size - tonumber(redis.call('HGET', sizes, name) or 0)
  redis.call('ZADD', ages, time[1] * 1000000 + time[2], name)
  redis.call('ZADD', ends, now + ARGV[5], name)
  redis.call('HSET', sizes, name, size)
elseif redis.call('ZCARD', ages) == 0 then
  total = 0
end
if total ~= before then redis.call('HSET', sizes, '', total) end
if name then
  local last = redis.call('ZRANGE', ends, -1, -1, 'WITHSCORES')[2] + ${accountMs}
  for i = 1, 3 do redis.call('PEXPIREAT', KEYS[i], last) end
end
local answer = {total}
local over = math.max(total - tonumber(ARGV[1]), tonumber(ARGV[2]))
local from = 0
while over > 0 and from < ${maxDropped} do
  local oldest = redis.call('ZRANGE', ages, from, from + 99, 'WITHSCORES')
  if #oldest == 0 then break end
  for i = 1, #oldest, 2 do
    if over <= 0 then break end
    answer[#answer + 1] = oldest[i]
    answer[#answer + 1] = oldest[i + 1]
    over = over - tonumber(redis.call('HGET', sizes, oldest[i]) or 0)
  end
  from = from + 100
end
return answer
`;

/** KEYS: as above. ARGV: key and age of each that was dropped. One that was stored anew since has another age. */
const dropped = `${account}
for i = 1, #ARGV, 2 do
  if redis.call('ZSCORE', ages, ARGV[i]) == ARGV[i + 1] then strike(ARGV[i]) end
end
if total ~= before then redis.call('HSET', sizes, '', total) end
return total
`;

/** What bounds the cache; all keys are of one place of a cluster. */
export const boundScripts = {
  hsKeep: { lua: keep, numberOfKeys: 3 },
  hsDropped: { lua: dropped, numberOfKeys: 3 },
};
