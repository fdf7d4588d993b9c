package dev.mainstay.cache.cluster.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.script.DigestUtils;

/**
 * A script that the server knows by its digest, or is told.
 */
final class LuaScript {

	private final byte[] text;

	private final String digest;

	LuaScript(String text) {
		this.text = text.getBytes(StandardCharsets.UTF_8);
		this.digest = DigestUtils.sha1DigestAsHex(text);
	}

	/**
	 * Run the script.
	 * @param connection the connection
	 * @param keys how many of the arguments are keys
	 * @param arguments the keys and the arguments
	 * @return what it answers
	 */
	List<@Nullable Object> run(RedisConnection connection, int keys, byte[]... arguments) {
		List<@Nullable Object> answer;
		try {
			answer = connection.scriptingCommands().evalSha(this.digest, ReturnType.MULTI, keys, arguments);
		}
		catch (RuntimeException ex) {
			if (!isUnknown(ex)) {
				throw ex;
			}
			answer = connection.scriptingCommands().eval(this.text, ReturnType.MULTI, keys, arguments);
		}
		if (answer == null) {
			throw new IllegalStateException("A script was not answered");
		}
		return answer;
	}

	private static boolean isUnknown(RuntimeException failure) {
		Throwable cause = failure;
		while (cause != null) {
			if (cause.getMessage() != null && cause.getMessage().contains("NOSCRIPT")) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}
