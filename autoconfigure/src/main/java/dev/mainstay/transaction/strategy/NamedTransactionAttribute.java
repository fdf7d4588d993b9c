package dev.mainstay.transaction.strategy;

import org.springframework.transaction.interceptor.DelegatingTransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttribute;

/**
 * What a plain {@code @Transactional} means, under the name of the method that does not
 * have one.
 */
final class NamedTransactionAttribute extends DelegatingTransactionAttribute {

	private static final long serialVersionUID = 1L;

	private final String name;

	NamedTransactionAttribute(TransactionAttribute attribute, String name) {
		super(attribute);
		this.name = name;
	}

	@Override
	public String getName() {
		return this.name;
	}

}
