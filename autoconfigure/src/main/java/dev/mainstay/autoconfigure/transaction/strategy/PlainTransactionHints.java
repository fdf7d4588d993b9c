package dev.mainstay.autoconfigure.transaction.strategy;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

import dev.mainstay.transaction.strategy.PlainTransaction;

/**
 * Keeps the method that stands for the application's transaction defaults in a native
 * image.
 */
final class PlainTransactionHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection().registerType(PlainTransaction.class, MemberCategory.INVOKE_PUBLIC_METHODS);
	}

}
