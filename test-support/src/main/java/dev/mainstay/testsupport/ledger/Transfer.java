package dev.mainstay.testsupport.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A unit of work: some money moved from one account to another.
 *
 * @param id what tells it from all others, counted from 0
 * @param source the account to take from
 * @param target the account to give to
 * @param amount how much to move
 */
public record Transfer(int id, int source, int target, int amount) {

	private static final int MOST = 5;

	// Any order of any two accounts, so that transfers which meet can deadlock.
	static List<Transfer> random(Load load) {
		Random random = new Random(load.seed());
		List<Transfer> transfers = new ArrayList<>(load.transfers());
		for (int id = 0; id < load.transfers(); id++) {
			int source = random.nextInt(load.accounts());
			int distance = 1 + random.nextInt(load.accounts() - 1);
			transfers.add(new Transfer(id, source, (source + distance) % load.accounts(), 1 + random.nextInt(MOST)));
		}
		return transfers;
	}

}
