package dev.mainstay.autoconfigure.operation;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

import dev.mainstay.operation.Operation;
import dev.mainstay.operation.WorkKind;
import dev.mainstay.operation.WorkScope;

/**
 * Makes scheduled tasks and received messages scopes on the threads that work on them, by
 * means of the observations that are made of them.
 */
final class ObservedWorkHandler implements ObservationHandler<Observation.Context> {

	private static final String HTTP_SERVER = "org.springframework.http.server.";

	private final MethodOperations methods = new MethodOperations();

	// Requests over HTTP have a filter.
	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ScheduledTaskObservationContext
				|| (context instanceof ReceiverContext<?> && !context.getClass().getName().startsWith(HTTP_SERVER));
	}

	// Called again, on another thread, where the observation is handed on together with
	// the work.
	@Override
	public void onScopeOpened(Observation.Context context) {
		WorkScope scope = (context instanceof ScheduledTaskObservationContext task)
				? WorkScope.open(WorkKind.SCHEDULED_TASK,
						() -> this.methods.of(task.getMethod(), task.getTargetClass()))
				: WorkScope.open(WorkKind.MESSAGE, () -> operation(context));
		scope.attach(this, context);
	}

	@Override
	public void onScopeClosed(Observation.Context context) {
		for (WorkScope scope = WorkScope.current(); scope != null; scope = scope.parent()) {
			if (scope.attachment(this) == context) {
				scope.close();
				return;
			}
		}
	}

	// The topic or queue may be one that exists for this message alone.
	private static @Nullable Operation operation(Observation.Context context) {
		for (KeyValue keyValue : context.getLowCardinalityKeyValues()) {
			if (keyValue.getKey().endsWith("listener.id")) {
				return new Operation(keyValue.getValue(), keyValue.getValue());
			}
		}
		String name = context.getName();
		return (name != null) ? new Operation(name, name) : null;
	}

}
