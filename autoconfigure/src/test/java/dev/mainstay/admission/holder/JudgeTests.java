package dev.mainstay.admission.holder;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.mainstay.admission.Refusal;
import dev.mainstay.admission.SegmentSnapshot;
import dev.mainstay.datasource.DatabaseProduct;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Judge}.
 */
class JudgeTests {

	private static final PoolFigures POOL = new PoolFigures(10, 5, 5, 3, 10, false);

	private static final SegmentSnapshot HEAVY = new SegmentSnapshot("heavy", 0, 2, 2, 0, 7, false, true);

	private final List<HeldConnection> held = List.of(held("heavy", 2000, 1900), held("heavy", 2000, 1900),
			held("default", 60_000, 10), held("default", 60_000, 10));

	@Test
	void judgesAll() {
		assertThat(judge(null, this.held)).isEqualTo(new Judgement(Verdict.IDLE_IN_TX, "2 of 4 holders are in a "
				+ "transaction and ask nothing of the database: move what else they do, such as HTTP calls, out of the "
				+ "transaction"));
	}

	@Test
	void judgesThoseOfASegmentAlone() {
		Judgement judgement = judge(HEAVY, this.held);
		assertThat(judgement.verdict()).isEqualTo(Verdict.SLOW_SQL);
		assertThat(judgement.advice()).startsWith("2 of 2 holders of segment 'heavy' wait for the database");
	}

	@Test
	void asksForALargerSegment() {
		assertThat(judge(HEAVY, List.of(held("heavy", 20, 19)))).isEqualTo(new Judgement(Verdict.TOO_SMALL,
				"connections of segment 'heavy' come and go quickly (lent for 20ms on average so far) and 7 of its "
						+ "callers wait, so nobody is to blame. A larger db.segments.heavy.max lets it have more of the "
						+ "pool's 10"));
	}

	@Test
	void asksForALargerPoolByThePropertyThatSaysItsSize() {
		assertThat(judge(null, List.of(held(null, 20, 19))).advice()).contains("A pool of 13 would have had room")
			.endsWith("(db.segments.report-export.max)");
	}

	@Test
	void leavesOutWhomALargerPoolWouldNotHelp() {
		assertThat(new Judge(POOL, 2, "db.pool.size", null, List.of(held(null, 20, 19))).judge(null).advice())
			.contains("and 3 callers wait; 2 of them because their segment has its maximum (db.segments.*.max), so")
			.contains("A pool of 11 would have had room for the others");
	}

	@Test
	void saysNothingOfTimesWhereAllHaveComeBack() {
		assertThat(judge(HEAVY, List.of()).advice())
			.startsWith("connections of segment 'heavy' come and go quickly and 7 of its callers wait");
	}

	@Test
	void aPoolLockIsNestingWhateverTheTimesAre() {
		Shortage shortage = new Shortage(Refusal.POOL_LOCK, null, false, Set.of());
		assertThat(new Judge(POOL, 0, "db.pool.size", null, this.held).judge(shortage).verdict())
			.isEqualTo(Verdict.NESTED_TX);
	}

	@Test
	void aPoolThatCannotGrowIsNotAskedToBeLarger() {
		Shortage shortage = new Shortage(Refusal.TIMEOUT, null, true, Set.of());
		PoolFigures stuck = new PoolFigures(5, 5, 0, 3, 10, false);
		assertThat(new Judge(stuck, 0, "db.pool.size", null, this.held).judge(shortage).verdict())
			.isEqualTo(Verdict.DB_DOWN);
	}

	private static Judgement judge(@Nullable SegmentSnapshot segment, List<HeldConnection> held) {
		return new Judge(POOL, 0, "db.segments.report-export.max", segment, held).judge(null);
	}

	private static HeldConnection held(@Nullable String segment, long age, long inStatements) {
		boolean working = inStatements * 2 > age;
		return new HeldConnection(Thread.currentThread(), "A.x", segment, Duration.ofMillis(age).toNanos(),
				working ? HolderState.IN_STATEMENT : HolderState.IDLE_IN_TRANSACTION, Duration.ofMillis(age).toNanos(),
				Duration.ofMillis(inStatements).toNanos(), true, false, null, DatabaseProduct.H2);
	}

}
