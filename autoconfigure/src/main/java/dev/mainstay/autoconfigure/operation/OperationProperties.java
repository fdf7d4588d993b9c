package dev.mainstay.autoconfigure.operation;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of operations.
 *
 * @param operations What holds for operations, by the name that '@DatabaseOperation'
 * gives them, or by the names of class and method such as '[MenuService.create]'.
 */
@ConfigurationProperties("db")
public record OperationProperties(@DefaultValue Map<String, Operation> operations) {

	public OperationProperties {
		operations = Map.copyOf(operations);
	}

	/**
	 * Properties of one operation.
	 *
	 * @param strategy Name of the strategy that its transaction follows, in place of the
	 * one that the code names.
	 * @param segments Names of the segments of 'db.segments' that its connections are
	 * taken from, in the order of preference, in place of those that the code names.
	 */
	public record Operation(@Nullable String strategy, @DefaultValue List<String> segments) {

		public Operation {
			segments = List.copyOf(segments);
		}

	}

}
