package dev.mainstay.observe.detect;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that a detector has found at one place of the application, without any value
 * that was bound or read.
 *
 * @param kind what is wrong
 * @param place the first frame of the application's own code, such as
 * {@code com.example.RecipeService.list(RecipeService.java:42)}; {@code null} if it is
 * not known
 * @param operation the name of the unit of work it was seen in last; {@code null} if it
 * has none
 * @param dataSource the bean name of the data source; {@code null} if it is not known
 * @param fingerprint the id of the statement's fingerprint; {@code null} if the statement
 * is not known
 * @param statement the statement without its values; {@code null} if it is not known
 * @param table the table that is read in the first place; {@code null} if it is not known
 * @param entity the entity, or the collection of one, that is kept in this table;
 * {@code null} if there is none
 * @param count how many times the statement was sent in the unit of work that was seen
 * last, or how many calls were counted
 * @param worstCount the largest count so far
 * @param units in how many units of work it was seen
 * @param firstSeen when it was seen first
 * @param lastSeen when it was seen last
 * @param advice what to do, in sentences
 */
public record Finding(FindingKind kind, @Nullable String place, @Nullable String operation, @Nullable String dataSource,
		@Nullable String fingerprint, @Nullable String statement, @Nullable String table, @Nullable String entity,
		long count, long worstCount, long units, Instant firstSeen, Instant lastSeen, String advice) {

	Finding inAnotherUnit(@Nullable String currentOperation, long currentCount, Instant now) {
		return new Finding(this.kind, this.place, currentOperation, this.dataSource, this.fingerprint, this.statement,
				this.table, this.entity, currentCount, Math.max(this.worstCount, currentCount), this.units + 1,
				this.firstSeen, now, this.advice);
	}

	Finding counted(long currentCount, Instant now) {
		return new Finding(this.kind, this.place, this.operation, this.dataSource, this.fingerprint, this.statement,
				this.table, this.entity, currentCount, Math.max(this.worstCount, currentCount), this.units,
				this.firstSeen, now, this.advice);
	}

}
