package dev.mainstay.autoconfigure.transaction.safety;

import java.util.function.IntConsumer;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import dev.mainstay.transaction.RetryableTransaction;

/**
 * Transactions around whatever is given to them.
 */
@Service
public class WarehouseService {

	public int attempts;

	@RetryableTransaction
	public int retryable(IntConsumer work) {
		work.accept(++this.attempts);
		return this.attempts;
	}

	@Transactional
	public void plain(Runnable work) {
		work.run();
	}

	@RetryableTransaction
	public int rename(Box[] boxes, IntConsumer work) {
		work.accept(++this.attempts);
		boxes[0].name = "renamed";
		return this.attempts;
	}

}
