package dev.mainstay.autoconfigure.transaction.shop;

import java.util.function.IntConsumer;

import org.springframework.resilience.annotation.Retryable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.transaction.RetryableTransaction;

/**
 * Services that ask for their transactions to be tried again. What they do is given to
 * them with the number of the attempt.
 */
@Service
public class OrderService {

	private int attempts;

	public int attempts() {
		return this.attempts;
	}

	@RetryableTransaction
	@Transactional
	public int place(IntConsumer work) {
		work.accept(++this.attempts);
		return this.attempts;
	}

	@RetryableTransaction
	@Transactional(isolation = Isolation.SERIALIZABLE)
	public int placeSerializable(IntConsumer work) {
		work.accept(++this.attempts);
		return this.attempts;
	}

	@RetryableTransaction
	@Transactional
	public int rename(Customer customer, IntConsumer work) {
		work.accept(++this.attempts);
		customer.setName("renamed");
		return this.attempts;
	}

	@RetryableTransaction
	@Retryable(maxRetries = 2, delay = 1)
	@Transactional
	public int placeRetryable(IntConsumer work) {
		work.accept(++this.attempts);
		return this.attempts;
	}

	@Transactional
	public int placeAndMail(IntConsumer work) {
		work.accept(++this.attempts);
		return this.attempts;
	}

}
