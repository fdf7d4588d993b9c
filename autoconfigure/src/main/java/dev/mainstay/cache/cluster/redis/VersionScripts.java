package dev.mainstay.cache.cluster.redis;

/*
 * One key holds all that is known of changes, so that it is lost altogether or not at
 * all: a hash with the sequence, the number of the last change of each tag ("t:name") and
 * of everything ("epoch"), the incarnation, and the members. An answer carries the
 * incarnation and the number of the moment before it was read; it is given only while the
 * incarnation is the same and none of its tags has a higher number. That is the rule of
 * TagVersions, kept once for all instances.
 *
 * The incarnation is a random name. A new one is made when the key is missing and when
 * the server is not the one that it was made on: "life" is the server's replication id,
 * which is another one after each start and each promotion of a replica. So neither an
 * old snapshot nor a replica that has lost the last changes is believed, nor a stamp that
 * was taken before. A replica is never asked.
 *
 * An instance that told its last changes to another server than it finds now may have
 * told one that was replaced already. It does not know which were lost, and raises the
 * epoch along with its first words to the new one.
 *
 * A member is an instance that has beaten here. Each beat says until when all that it had
 * changed is told, as a time of this server: when its last beat was answered. If the
 * least of these is older than the lease, somebody may have changed what is not known
 * here, and no answer is given. A member that is not heard of for longer raises the epoch
 * when it is dropped: what it changed last may never be told. So it holds too for the
 * last instance of all, and for those that start after it has died. Whoever asks names
 * the instances that he hears: one of them that is no member does not note its changes.
 */

/**
 * What is done on the server, each as one step.
 */
final class VersionScripts {

	private static final String SERVER = """
			local info = redis.call('INFO', 'replication')
			local life = string.match(info, 'master_replid:(%w+)')
			if not life or not string.find(info, 'role:master', 1, true) then
				return redis.error_reply('MAINSTAY this server is not the primary one')
			end
			local clock = redis.call('TIME')
			local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
			local head = redis.call('HMGET', KEYS[1], 'life', 'inc', 'seq', 'epoch', 'known', 'members')
			local inc, known, members = head[2], head[5], head[6]
			""";

	private static final String NEWEST = """
			local function unchanged(tags, stamp)
				if tonumber(head[4]) > stamp then
					return false
				end
				local fields = {}
				for i, tag in ipairs(tags) do
					fields[i] = 't:' .. tag
				end
				if #fields > 0 then
					for _, version in ipairs(redis.call('HMGET', KEYS[1], unpack(fields))) do
						if version and tonumber(version) > stamp then
							return false
						end
					end
				end
				return true
			end
			""";

	/**
	 * Note what a message says, and publish it. Key: the versions. Arguments: channel,
	 * message, content, origin, a name for a new incarnation; incarnation, life and time
	 * of the last beat's answer; lease and time of silence in milliseconds; the most
	 * tags; tags. Answers incarnation, life, time.
	 */
	static final LuaScript TELL = new LuaScript(SERVER + """
			if head[1] ~= life or not inc then
				redis.call('DEL', KEYS[1])
				inc, known, members = ARGV[5], '0', ''
				redis.call('HSET', KEYS[1], 'life', life, 'inc', inc, 'seq', '1', 'epoch', '1', 'known', known,
						'members', members)
			end
			local content, origin, lease = ARGV[3], ARGV[4], tonumber(ARGV[9])
			local everything = content == 'EVERYTHING' or (ARGV[7] ~= '' and ARGV[7] ~= life)
			if content == 'BEAT' or content == 'END' then
				local kept, least = {}, now
				local function keep(name, told, seen)
					-- A clock that went back proves nothing.
					told = told <= now and told or 0
					kept[#kept + 1] = string.format('%s %.0f %.0f;', name, told, seen)
					least = math.min(least, told)
				end
				for name, told, seen in string.gmatch(members, '(%w+) (%d+) (%d+);') do
					local silence = now - seen
					if name ~= origin then
						if silence > tonumber(ARGV[10]) or silence < -lease then
							everything = true
						else
							keep(name, tonumber(told), tonumber(seen))
						end
					end
				end
				if content == 'BEAT' then
					keep(origin, ARGV[6] == inc and tonumber(ARGV[8]) or 0, now)
				end
				members = table.concat(kept)
				known = string.format('%.0f', #kept > 0 and least or 0)
				redis.call('HSET', KEYS[1], 'known', known, 'members', members)
			end
			if everything or content == 'CHANGE' then
				local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
				if everything or redis.call('HLEN', KEYS[1]) + #ARGV > tonumber(ARGV[11]) then
					redis.call('DEL', KEYS[1])
					redis.call('HSET', KEYS[1], 'life', life, 'inc', inc, 'seq', seq, 'epoch', seq, 'known', known,
							'members', members)
				else
					for i = 12, #ARGV do
						redis.call('HSET', KEYS[1], 't:' .. ARGV[i], seq)
					end
				end
			end
			redis.call('PUBLISH', ARGV[1], ARGV[2])
			return { inc, life, string.format('%.0f', now) }
			""");

	/**
	 * Look for an answer. Keys: the versions, the answer. Arguments: the lease in
	 * milliseconds; origins of which each has to be a member. Answers whether there is
	 * one; incarnation and sequence, if they are to be trusted; of an answer its value,
	 * the milliseconds left and its tags.
	 */
	static final LuaScript FIND = new LuaScript(SERVER + NEWEST + """
			if head[1] ~= life or not inc or now - known > tonumber(ARGV[1]) or now < tonumber(known) then
				return { 0 }
			end
			for i = 2, #ARGV do
				if not string.find(';' .. members, ';' .. ARGV[i] .. ' ', 1, true) then
					return { 0 }
				end
			end
			local seq = tonumber(head[3])
			local answer = redis.call('HMGET', KEYS[2], 'inc', 'seq', 'tags')
			local stamp = tonumber(answer[2])
			if answer[1] == inc and stamp and answer[3] then
				local legible, tags = pcall(cmsgpack.unpack, answer[3])
				if legible and type(tags) == 'table' and unchanged(tags, stamp) then
					return { 1, inc, seq, redis.call('HGET', KEYS[2], 'value'), redis.call('PTTL', KEYS[2]), tags }
				end
			end
			return { 0, inc, seq }
			""");

	/**
	 * Store an answer unless it is not current any more, or a newer one is there. Keys:
	 * the versions, the answer. Arguments: incarnation and sequence from before it was
	 * read, value, time to live in milliseconds, tags. Answers whether it is stored.
	 */
	static final LuaScript STORE = new LuaScript(SERVER + NEWEST + """
			local stamp, tags = tonumber(ARGV[2]), {}
			for i = 5, #ARGV do
				tags[i - 4] = ARGV[i]
			end
			if head[1] ~= life or inc ~= ARGV[1] or not unchanged(tags, stamp) then
				return { 0 }
			end
			local present = redis.call('HMGET', KEYS[2], 'inc', 'seq')
			if present[1] == inc and tonumber(present[2]) > stamp then
				return { 0 }
			end
			redis.call('DEL', KEYS[2])
			redis.call('HSET', KEYS[2], 'inc', inc, 'seq', ARGV[2], 'tags', cmsgpack.pack(tags), 'value', ARGV[3])
			redis.call('PEXPIRE', KEYS[2], ARGV[4])
			return { 1 }
			""");

	private VersionScripts() {
	}

}
