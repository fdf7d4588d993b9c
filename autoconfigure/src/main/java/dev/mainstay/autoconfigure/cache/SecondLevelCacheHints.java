package dev.mainstay.autoconfigure.cache;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

import dev.mainstay.cache.jpa.SecondLevelCacheReads;

/**
 * Lets Hibernate make its listener by name in a native image, too, for each session.
 */
final class SecondLevelCacheHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection().registerType(SecondLevelCacheReads.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
	}

}
