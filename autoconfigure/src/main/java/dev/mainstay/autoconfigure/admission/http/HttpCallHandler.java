package dev.mainstay.autoconfigure.admission.http;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.observation.ClientRequestObservationContext;

import dev.mainstay.admission.holder.HeldHttpCall;
import dev.mainstay.admission.holder.HttpCall;
import dev.mainstay.admission.holder.HttpCalls;

/**
 * Tells of the calls of {@code RestClient} and {@code RestTemplate}, by means of the
 * observations that are made of them. An interceptor would have the whole body of each
 * request put into memory first.
 */
final class HttpCallHandler implements ObservationHandler<ClientRequestObservationContext> {

	private final Supplier<HttpCalls> calls;

	HttpCallHandler(Supplier<HttpCalls> calls) {
		this.calls = calls;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ClientRequestObservationContext;
	}

	@Override
	public void onStart(ClientRequestObservationContext context) {
		HeldHttpCall call = begin();
		if (call != null) {
			context.put(HeldHttpCall.class, call);
		}
	}

	@Override
	public void onStop(ClientRequestObservationContext context) {
		HeldHttpCall call = context.get(HeldHttpCall.class);
		if (call != null) {
			call.end(() -> call(context));
		}
	}

	private @Nullable HeldHttpCall begin() {
		try {
			return this.calls.get().begin();
		}
		catch (BeansException ex) {
			// The first call of all, while the application is being closed.
			return null;
		}
	}

	private static HttpCall call(ClientRequestObservationContext context) {
		ClientHttpRequest request = context.getCarrier();
		HttpMethod method = (request != null) ? request.getMethod() : null;
		return HttpCall.of((method != null) ? method.name() : "?", (request != null) ? request.getURI() : null,
				context.getUriTemplate());
	}

}
