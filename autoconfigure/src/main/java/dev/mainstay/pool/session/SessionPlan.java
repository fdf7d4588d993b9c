package dev.mainstay.pool.session;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one data source guards its sessions: what is run once on every new connection, and
 * which guards the database cannot give.
 *
 * @param applied the guards that hold, with their setting in the database's own words
 * @param leftOut the guards that do not hold, with the reason
 * @param statements run on every new connection, before anybody uses it
 * @param driverProperties passed to the driver when it connects
 * @param liftingStatements run to take the limits away for a migration
 * @param restoredByReconnect whether lifted limits come back only with a new connection
 */
public record SessionPlan(Map<SessionGuard, String> applied, Map<SessionGuard, String> leftOut, List<String> statements,
		Map<String, String> driverProperties, List<String> liftingStatements, boolean restoredByReconnect) {

	public SessionPlan {
		applied = Map.copyOf(applied);
		leftOut = Map.copyOf(leftOut);
		statements = List.copyOf(statements);
		driverProperties = Map.copyOf(driverProperties);
		liftingStatements = List.copyOf(liftingStatements);
	}

	/**
	 * Return the plan of a data source whose sessions are left alone.
	 * @return a plan that does nothing
	 */
	public static SessionPlan none() {
		return new Builder().build();
	}

	/**
	 * Return what is left of the plan when the server refuses it.
	 * @return a plan that does nothing and says so
	 */
	public SessionPlan refused() {
		Builder builder = new Builder();
		this.leftOut.forEach(builder::leftOut);
		this.applied.keySet().forEach((guard) -> builder.leftOut(guard, "the server refuses the guards"));
		return builder.build();
	}

	/**
	 * Collects a plan.
	 */
	static final class Builder {

		private final Map<SessionGuard, String> applied = new EnumMap<>(SessionGuard.class);

		private final Map<SessionGuard, String> leftOut = new EnumMap<>(SessionGuard.class);

		private final Map<String, String> driverProperties = new LinkedHashMap<>();

		private List<String> statements = List.of();

		private List<String> liftingStatements = List.of();

		private boolean restoredByReconnect;

		Builder applied(SessionGuard guard, String setting) {
			this.applied.put(guard, setting);
			return this;
		}

		Builder leftOut(SessionGuard guard, String reason) {
			this.leftOut.put(guard, reason);
			return this;
		}

		Builder driverProperty(String name, String value) {
			this.driverProperties.put(name, value);
			return this;
		}

		Builder statements(List<String> statements) {
			this.statements = statements;
			return this;
		}

		Builder lifting(List<String> statements) {
			this.liftingStatements = statements;
			return this;
		}

		Builder restoredByReconnect() {
			this.restoredByReconnect = true;
			return this;
		}

		SessionPlan build() {
			return new SessionPlan(this.applied, this.leftOut, this.statements, this.driverProperties,
					this.liftingStatements, this.restoredByReconnect);
		}

	}

}
