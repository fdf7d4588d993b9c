package dev.mainstay.autoconfigure.transaction.shop;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A service that opens the transaction in which others work.
 */
@Service
public class PlainService {

	@Transactional
	public void inTransaction(Runnable work) {
		work.run();
	}

}
