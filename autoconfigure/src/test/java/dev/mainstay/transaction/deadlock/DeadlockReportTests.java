package dev.mainstay.transaction.deadlock;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PostgresReport} and {@link InnodbReport}, with reports that the
 * databases wrote.
 */
class DeadlockReportTests {

	private static final String INNODB = """
			------------------------
			LATEST DETECTED DEADLOCK
			------------------------
			2026-11-22 17:24:58 0x7f86f7db36c0
			*** (1) TRANSACTION:
			TRANSACTION 24, ACTIVE 1 sec inserting
			mysql tables in use 1, locked 1
			LOCK WAIT 3 lock struct(s), heap size 1128, 2 row lock(s), undo log entries 1
			MariaDB thread id 7, OS thread handle 140217660683968, query id 18 127.0.0.1 mainstay Update
			insert into patient values (4711, 'secret')
			*** WAITING FOR THIS LOCK TO BE GRANTED:
			RECORD LOCKS space id 8 page no 3 n bits 320 index PRIMARY of table `shop`.`patient` trx id 24 lock_mode X insert intention waiting
			Record lock, heap no 1 PHYSICAL RECORD: n_fields 1; compact format; info bits 0
			 0: len 8; hex 73757072656d756d; asc supremum;;

			*** CONFLICTING WITH:
			RECORD LOCKS space id 8 page no 3 n bits 320 index by_name of table `shop`.`other` trx id 23 lock_mode X
			Record lock, heap no 2 PHYSICAL RECORD: n_fields 4; compact format; info bits 0
			 0: len 4; hex 80000001; asc secret;;

			*** (2) TRANSACTION:
			TRANSACTION 23, ACTIVE 1 sec starting index read
			MariaDB thread id 6, OS thread handle 140217660991168, query id 17 127.0.0.1 mainstay Updating
			update patient set name = 'secret' where id = 2
			*** WAITING FOR THIS LOCK TO BE GRANTED:
			RECORD LOCKS space id 8 page no 3 n bits 320 index by_name of table `shop`.`patient` trx id 23 lock_mode X locks rec but not gap waiting
			*** CONFLICTING WITH:
			RECORD LOCKS space id 8 page no 3 n bits 320 index PRIMARY of table `shop`.`patient` trx id 24 lock_mode X locks rec but not gap
			*** WE ROLL BACK TRANSACTION (2)
			------------
			TRANSACTIONS
			------------
			MariaDB thread id 99, OS thread handle 1, query id 1 127.0.0.1 mainstay
			""";

	@Test
	void readsWhoWaitedForWhatFromInnodb() {
		assertThat(InnodbReport.parse(INNODB)).containsExactly(
				new Participant(7, null, "X insert intention on row", "patient", "PRIMARY", true, false),
				new Participant(6, null, "X locks rec but not gap on row", "patient", "by_name", false, false));
	}

	@Test
	void keepsNoStatementAndNoRowOfInnodb() {
		assertThat(InnodbReport.parse(INNODB).toString()).doesNotContain("secret", "4711", "insert into", "hex");
	}

	@Test
	void readsNothingWhereThereWasNoDeadlock() {
		assertThat(InnodbReport.parse("------------\nTRANSACTIONS\n------------\n")).isEmpty();
		assertThat(InnodbReport.parse("LATEST DETECTED DEADLOCK\n*** (1) TRANSACTION:\ncut off here")).isEmpty();
	}

	@Test
	void readsWhoWaitedForWhatFromPostgresql() {
		String detail = "Process 12 waits for ShareLock on transaction 870; blocked by process 13.\n"
				+ "Process 13 waits for AccessExclusiveLock on relation 16401 of database 5; blocked by process 12.";
		assertThat(PostgresReport.parse(detail, "while updating tuple (0,17) in relation \"my \"\"table\"\"\""))
			.containsExactly(new Participant(12, null, "ShareLock on row", "my \"table\"", null, false, true),
					new Participant(13, null, "AccessExclusiveLock on relation", "relation 16401", null, false, false));
	}

	@Test
	void readsAdvisoryLocksWithoutTheirKeys() {
		String detail = "Process 12 waits for ExclusiveLock on advisory lock [5,0,4711,1]; blocked by process 13.";
		assertThat(PostgresReport.parse(detail, null)).singleElement()
			.extracting(Participant::lock)
			.isEqualTo("ExclusiveLock on advisory lock");
	}

	@Test
	void readsNothingWhereTheServerSpeaksAnotherLanguage() {
		assertThat(PostgresReport.parse("Prozess 12 wartet auf ShareLock", null)).isEmpty();
		assertThat(PostgresReport.parse(null, null)).isEmpty();
	}

}
