package dev.mainstay.cache.dependency;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Relation} while its catalog is being read.
 */
final class RelationDraft {

	private final String name;

	private boolean temporary;

	private boolean permanent;

	private @Nullable String refusal;

	private boolean timeSensitive;

	private final Set<String> sources = new HashSet<>();

	private final Set<String> family = new HashSet<>();

	private final Set<String> cascades = new HashSet<>();

	private final Set<String> effects = new HashSet<>();

	private final Set<String> functions = new HashSet<>();

	RelationDraft(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

	RelationDraft exists(boolean forSession) {
		this.temporary |= forSession;
		this.permanent |= !forSession;
		return this;
	}

	void refuse(String reason) {
		if (this.refusal == null) {
			this.refusal = reason;
		}
	}

	void dependsOnTime() {
		this.timeSensitive = true;
	}

	Set<String> sources() {
		return this.sources;
	}

	Set<String> family() {
		return this.family;
	}

	Set<String> cascades() {
		return this.cascades;
	}

	Set<String> effects() {
		return this.effects;
	}

	Set<String> functions() {
		return this.functions;
	}

	Relation build() {
		this.sources.remove(this.name);
		return new Relation(this.name, this.temporary, this.permanent, this.refusal, this.timeSensitive,
				Set.copyOf(this.sources), Set.copyOf(this.family), Set.copyOf(this.cascades), Set.copyOf(this.effects),
				Set.copyOf(this.functions));
	}

}
