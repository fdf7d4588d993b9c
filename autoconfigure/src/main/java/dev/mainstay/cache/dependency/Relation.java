package dev.mainstay.cache.dependency;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.mainstay.cache.row.RowTable;

/**
 * All tables and views that share a name.
 *
 * @param name the name
 * @param temporary whether one of them belongs to a session
 * @param permanent whether one of them does not
 * @param refusal why nothing that reads it must be kept, as the end of a sentence;
 * {@code null} if it may be
 * @param timeSensitive whether what it shows depends on the time
 * @param sources what it shows or stores nothing of its own but that of, as a view does
 * @param family what inherits from it or is a part of it, and the other way round
 * @param cascades what foreign keys change with it when its rows are deleted or updated
 * @param effects the triggers, rules and functions that run when it is written
 * @param functions the functions of users that run when it is read
 * @param rows what is needed to follow its rows one by one; {@code null} if that cannot
 * be done
 */
record Relation(String name, boolean temporary, boolean permanent, @Nullable String refusal, boolean timeSensitive,
		Set<String> sources, Set<String> family, Set<String> cascades, Set<String> effects, Set<String> functions,
		@Nullable RowTable rows) {

}
