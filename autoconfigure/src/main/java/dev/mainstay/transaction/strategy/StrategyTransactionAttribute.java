package dev.mainstay.transaction.strategy;

import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.transaction.interceptor.DelegatingTransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttribute;

/**
 * What a method says about its transaction, together with what its strategy says.
 */
final class StrategyTransactionAttribute extends DelegatingTransactionAttribute {

	private static final long serialVersionUID = 1L;

	private final transient TransactionStrategy strategy;

	private final transient AtomicBoolean joinTold = new AtomicBoolean();

	private final String place;

	private final String name;

	private final boolean readOnly;

	private final int isolationLevel;

	private final int timeout;

	StrategyTransactionAttribute(TransactionAttribute declared, TransactionStrategy strategy, String place) {
		super(declared);
		this.strategy = strategy;
		this.place = place;
		this.name = TransactionStrategies.nameOf(place, strategy);
		this.readOnly = (strategy.readOnly() != null) ? strategy.readOnly() : declared.isReadOnly();
		this.isolationLevel = (strategy.isolation() != null) ? strategy.isolation().value()
				: declared.getIsolationLevel();
		this.timeout = (strategy.timeout() != null) ? strategy.timeoutSeconds() : declared.getTimeout();
	}

	TransactionStrategy strategy() {
		return this.strategy;
	}

	String place() {
		return this.place;
	}

	boolean isJoinTold() {
		return this.joinTold.get();
	}

	boolean tellJoin() {
		return this.joinTold.compareAndSet(false, true);
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public boolean isReadOnly() {
		return this.readOnly;
	}

	@Override
	public int getIsolationLevel() {
		return this.isolationLevel;
	}

	@Override
	public int getTimeout() {
		return this.timeout;
	}

}
