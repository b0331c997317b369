import { averageWeight, windowParts } from './limit-window.js';
import { boundScripts } from './redis-bound-scripts.js';
import { maxRecent } from './shared-state.js';

/** KEYS: lock, slots. ARGV: pick, lease (empty: no flight), its milliseconds. */
const lookup = `
local slots = #KEYS - 1
local full = true
for i = 1, slots do
  if redis.call('EXISTS', KEYS[i + 1]) == 0 then full = false break end
end
if full then
  local index = math.min(slots - 1, math.floor(tonumber(ARGV[1]) * slots))
  local entry = redis.call('GET', KEYS[index + 2])
  if entry then return {'hit', index, entry} end
end
if ARGV[2] == '' then return {'miss'} end
if redis.call('SET', KEYS[1], ARGV[2], 'NX', 'PX', ARGV[3]) then return {'leader'} end
return {'follower'}
`;

/** KEYS: slots. ARGV: entry, milliseconds, the slot to replace where all are full (-1: none). */
const store = `
local index = tonumber(ARGV[3])
for i = 1, #KEYS do
  if redis.call('EXISTS', KEYS[i]) == 0 then index = i - 1 break end
end
if index >= 0 then redis.call('SET', KEYS[index + 1], ARGV[1], 'PX', ARGV[2]) end
return index
`;

const release = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`;

const renew = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0
`;

const recent = `return redis.call('LRANGE', KEYS[1], 0, -1)`;

/** KEYS: list. ARGV: item, milliseconds. Answers how many items there are by then, and for how long. */
const addRecent = `
local life = math.max(redis.call('PTTL', KEYS[1]), tonumber(ARGV[2]))
redis.call('LPUSH', KEYS[1], ARGV[1])
redis.call('LTRIM', KEYS[1], 0, ${maxRecent - 1})
redis.call('PEXPIRE', KEYS[1], life)
return {redis.call('LLEN', KEYS[1]), life}
`;

/**
 * A limit is kept as {average, first, last, amount, first, last, amount …}; what is done with it is what
 * \`LimitWindow\` does. \`read\` gives it without what has left the window, and the time.
 */
const windows = `
local function clock(given)
  if given ~= '' then return tonumber(given) end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
local function read(key, window, now)
  local text = redis.call('GET', key)
  local known = text and cmsgpack.unpack(text) or {0}
  local count = #known
  if count == 1 then return known, now end
  local last = known[count - 1]
  if last > now + window then return {known[1]}, now end
  now = math.max(now, last)
  local kept = {known[1]}
  for i = 2, count, 3 do
    if known[i + 1] > now - window then
      kept[#kept + 1] = known[i]
      kept[#kept + 1] = known[i + 1]
      kept[#kept + 1] = known[i + 2]
    end
  end
  return kept, now
end
local function add(limit, window, amount, at)
  local count = #limit
  if count > 1 and at - limit[count - 2] < window / ${windowParts} then
    limit[count - 1] = at
    limit[count] = limit[count] + amount
  else
    limit[count + 1] = at
    limit[count + 2] = at
    limit[count + 3] = amount
  end
end
local function write(key, limit, window)
  redis.call('SET', key, cmsgpack.pack(limit), 'PX', window * 2)
end
`;

/** KEYS: limits. ARGV: clock (empty: the server's), then for each limit quota, window, amount, estimated (0 or 1). */
const take = `${windows}
local given = clock(ARGV[1])
local limits, answers, all = {}, {}, true
for k = 1, #KEYS do
  local quota, window, amount = tonumber(ARGV[4 * k - 2]), tonumber(ARGV[4 * k - 1]), tonumber(ARGV[4 * k])
  local estimated = ARGV[4 * k + 1] == '1'
  local function fits(sum)
    if estimated then return sum < quota end
    return sum + amount <= quota
  end
  local limit, now = read(KEYS[k], window, given)
  local count = #limit
  local used = 0
  for i = 4, count, 3 do used = used + limit[i] end
  local empty = count == 1 and 0 or limit[count - 1] + window - now
  local admitted, retry, taken = fits(used), 0, amount
  if estimated then taken = math.max(amount, math.floor(limit[1])) end
  if not admitted then
    all = false
    local left = used
    retry = window
    for i = 4, count, 3 do
      left = left - limit[i]
      retry = limit[i - 1] + window - now
      if fits(left) then break end
    end
  end
  limits[k] = {limit, window, taken, now}
  answers[k] = {admitted and 1 or 0, used, 0, now, empty, retry}
end
if all then
  for k = 1, #KEYS do
    local limit, window, taken, now = unpack(limits[k])
    add(limit, window, taken, now)
    write(KEYS[k], limit, window)
    answers[k][3] = taken
  end
end
return answers
`;

/** KEYS: limit. ARGV: clock, window, at, taken, actual. */
const settle = `${windows}
local window, at, taken, actual = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local limit, now = read(KEYS[1], window, clock(ARGV[1]))
local found = false
for i = 2, #limit, 3 do
  if limit[i] <= at and at <= limit[i + 1] then
    limit[i + 2] = math.max(0, limit[i + 2] + actual - taken)
    found = true
    break
  end
end
if actual > 0 and not found then add(limit, window, actual, now) end
if actual > 0 and taken > 0 then
  if limit[1] == 0 then limit[1] = actual
  else limit[1] = limit[1] + ${averageWeight} * (actual - limit[1]) end
end
if found or actual > 0 then write(KEYS[1], limit, window) end
return 0
`;

/** Our commands of Redis, each of which is one atomic step. */
export const redisScripts = {
  hsLookup: { lua: lookup },
  hsStore: { lua: store },
  hsRelease: { lua: release, numberOfKeys: 1 },
  hsRenew: { lua: renew, numberOfKeys: 1 },
  hsRecent: { lua: recent, numberOfKeys: 1 },
  hsAddRecent: { lua: addRecent, numberOfKeys: 1 },
  hsTake: { lua: take },
  hsSettle: { lua: settle, numberOfKeys: 1 },
  ...boundScripts,
};
