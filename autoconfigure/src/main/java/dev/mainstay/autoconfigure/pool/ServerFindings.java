package dev.mainstay.autoconfigure.pool;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was found not to fit between pools and their servers, each finding once.
 */
public final class ServerFindings {

	private final Set<String> sentences = ConcurrentHashMap.newKeySet();

	ServerFindings() {
	}

	boolean add(String sentence) {
		return this.sentences.add(sentence);
	}

	/**
	 * Return the findings so far.
	 * @return the findings in sentences
	 */
	public Collection<String> sentences() {
		return List.copyOf(this.sentences);
	}

}
